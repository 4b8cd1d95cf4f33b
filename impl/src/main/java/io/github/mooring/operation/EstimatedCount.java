package io.github.mooring.operation;

import io.github.mooring.api.MongoNamespace;

/** The {@code count} command without a filter: what the collection's metadata says. */
public record EstimatedCount(MongoNamespace namespace) implements Command<Long> {
    @Override
    public String name() {
        return "count";
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
        out.string("count", namespace.collectionName());
    }

    @Override
    public Long decode(CommandReply reply) {
        if (!reply.body().contains("n")) {
            throw reply.missing("n");
        }
        return reply.body().longValue("n", 0);
    }
}
