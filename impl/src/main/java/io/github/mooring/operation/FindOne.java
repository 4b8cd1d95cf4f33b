package io.github.mooring.operation;

import io.github.mooring.api.MongoNamespace;
import io.github.mooring.wire.RawDocument;
import java.util.Optional;
import org.bson.codecs.Decoder;

/**
 * The {@code find} command for one document, in one batch: the server has no cursor to keep, so there is none to read.
 *
 * @param query what is looked for; its limit, batch size and cursor time-out do not count
 * @see Find
 */
public record FindOne<T>(MongoNamespace namespace, Decoder<T> decoder, Find.Query query)
        implements Command<Optional<T>> {
    @Override
    public String name() {
        return "find";
    }

    @Override
    public String databaseName() {
        return namespace.databaseName();
    }

    @Override
    public Access access() {
        return Access.READ;
    }

    @Override
    public boolean mayShare() {
        return true;
    }

    @Override
    public Retry retry() {
        return Retry.READ;
    }

    @Override
    public void encode(CommandWriter out) {
        query.writeTo(out, namespace, true);
    }

    /** The document, empty if none matches. */
    @Override
    public Optional<T> decode(CommandReply reply) {
        RawDocument body = reply.body();
        int cursor = body.find("cursor");
        reply.require(cursor, "", "cursor");
        int batch = body.find(cursor, "firstBatch");
        reply.require(batch, "cursor.", "firstBatch");
        // of no use here, but a reply without them is not one to this command
        reply.require(body.find(cursor, "id"), "cursor.", "id");
        reply.require(body.find(cursor, "ns"), "cursor.", "ns");
        return reply.decodeFirst(batch, decoder);
    }
}
