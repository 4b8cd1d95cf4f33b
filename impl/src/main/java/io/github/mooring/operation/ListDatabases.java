package io.github.mooring.operation;

import java.util.List;
import org.bson.Document;

/**
 * The {@code listDatabases} command.
 *
 * @param nameOnly whether names will do, which needs no sizes to be added up
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/enumerate-databases/enumerate-databases.md">
 *     Enumerate databases</a>
 */
public record ListDatabases(boolean nameOnly) implements Command<List<Document>> {
    @Override
    public String name() {
        return "listDatabases";
    }

    @Override
    public String databaseName() {
        return "admin";
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
        out.int32("listDatabases", 1);
        out.boolIfTrue("nameOnly", nameOnly);
    }

    @Override
    public List<Document> decode(CommandReply reply) {
        int databases = reply.body().find("databases");
        reply.require(databases, "", "databases");
        return reply.decodeAll(reply.body(), databases, Codecs.document());
    }
}
