package io.github.mooring.operation;

import io.github.mooring.api.MongoNamespace;

/** The {@code drop} command; servers before 7.0 refuse it for a collection that is not there (error 26). */
public record DropCollection(MongoNamespace namespace) implements Command<Boolean> {
    @Override
    public String name() {
        return "drop";
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
        out.string("drop", namespace.collectionName());
    }

    @Override
    public Boolean decode(CommandReply reply) {
        return true;
    }
}
