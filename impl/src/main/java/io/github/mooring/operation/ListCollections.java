package io.github.mooring.operation;

import org.bson.Document;
import org.bson.codecs.Decoder;

/**
 * The {@code listCollections} command.
 *
 * @param nameOnly whether names will do, which needs fewer rights and no locks
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/enumerate-collections/enumerate-collections.md">
 *     Enumerate collections</a>
 */
public record ListCollections(String databaseName, boolean nameOnly) implements CursorCommand<Document> {
    @Override
    public String name() {
        return "listCollections";
    }

    @Override
    public Access access() {
        return Access.READ_PLAIN;
    }

    @Override
    public Retry retry() {
        return Retry.READ;
    }

    @Override
    public void encode(CommandWriter out) {
        out.int32("listCollections", 1);
        out.start("cursor");
        out.end();
        out.boolIfTrue("nameOnly", nameOnly);
    }

    @Override
    public CursorBatch<Document> decode(CommandReply reply) {
        return CursorBatch.read(reply, this, "firstBatch");
    }

    @Override
    public String cursorCollection() {
        return "$cmd.listCollections";
    }

    @Override
    public Decoder<Document> decoder() {
        return Codecs.document();
    }
}
