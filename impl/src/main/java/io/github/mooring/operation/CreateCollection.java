package io.github.mooring.operation;

import io.github.mooring.api.MongoNamespace;

/** The {@code create} command for a plain collection. */
public record CreateCollection(MongoNamespace namespace) implements Command<Boolean> {
    @Override
    public String name() {
        return "create";
    }

    @Override
    public String databaseName() {
        return namespace.databaseName();
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }

    @Override
    public void encode(CommandWriter out) {
        out.string("create", namespace.collectionName());
    }

    @Override
    public Boolean decode(CommandReply reply) {
        return true;
    }
}
