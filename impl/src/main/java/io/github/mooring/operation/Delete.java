package io.github.mooring.operation;

import io.github.mooring.api.DeleteOptions;
import io.github.mooring.api.MongoNamespace;
import org.bson.conversions.Bson;

/**
 * The {@code delete} command with one statement.
 *
 * @param one whether the first document that matches is deleted, or all
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: delete</a>
 */
public record Delete(MongoNamespace namespace, Bson filter, boolean one, DeleteOptions options)
        implements Command<WriteOutcome> {
    @Override
    public String name() {
        return "delete";
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
    public boolean mayGoUnanswered() {
        return true;
    }

    @Override
    public boolean mayShare() {
        return true;
    }

    @Override
    public Retry retry() {
        return one ? Retry.WRITE : Retry.NEVER;
    }

    @Override
    public void encode(CommandWriter out) {
        out.string("delete", namespace.collectionName());
        out.document("let", options.let());
        out.string("comment", options.comment());
    }

    @Override
    public boolean hasSequences() {
        return true;
    }

    @Override
    public void encodeSequences(SequenceWriter out) {
        out.begin("deletes");
        out.statement(statement -> {
            statement.document("q", filter);
            statement.int32("limit", one ? 1 : 0);
            statement.document("hint", options.hint());
            statement.document("collation", options.collation());
        });
    }

    @Override
    public WriteOutcome decode(CommandReply reply) {
        return WriteOutcome.read(reply);
    }

    @Override
    public WriteOutcome unacknowledged() {
        return WriteOutcome.UNKNOWN;
    }
}
