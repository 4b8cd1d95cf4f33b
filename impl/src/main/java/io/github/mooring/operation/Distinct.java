package io.github.mooring.operation;

import io.github.mooring.api.MongoNamespace;
import java.util.List;
import org.bson.codecs.Decoder;
import org.bson.conversions.Bson;

/**
 * The {@code distinct} command.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: distinct</a>
 */
public record Distinct<T>(MongoNamespace namespace, String fieldName, Bson filter, Decoder<T> decoder)
        implements Command<List<T>> {
    @Override
    public String name() {
        return "distinct";
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
    public Retry retry() {
        return Retry.READ;
    }

    @Override
    public void encode(CommandWriter out) {
        out.string("distinct", namespace.collectionName());
        out.string("key", fieldName);
        out.document("query", filter);
    }

    @Override
    public List<T> decode(CommandReply reply) {
        return reply.values("values", decoder);
    }
}
