package io.github.mooring.operation;

import io.github.mooring.api.MongoNamespace;
import java.util.List;
import java.util.function.Consumer;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code update} command with one statement.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: update and replace</a>
 */
public record Update(MongoNamespace namespace, Bson filter, Consumer<CommandWriter> change, Settings settings)
        implements Command<WriteOutcome> {
    @Override
    public String name() {
        return "update";
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
        return settings.multi ? Retry.NEVER : Retry.WRITE;
    }

    @Override
    public void encode(CommandWriter out) {
        out.string("update", namespace.collectionName());
        out.bypassDocumentValidation(settings.bypassDocumentValidation);
        out.document("let", settings.let);
        out.string("comment", settings.comment);
    }

    @Override
    public boolean hasSequences() {
        return true;
    }

    @Override
    public void encodeSequences(SequenceWriter out) {
        out.begin("updates");
        out.statement(this::statement);
    }

    private void statement(CommandWriter out) {
        out.document("q", filter);
        change.accept(out);
        out.boolIfTrue("multi", settings.multi);
        out.boolIfTrue("upsert", settings.upsert);
        out.documentsIfAny("arrayFilters", settings.arrayFilters);
        out.document("hint", settings.hint);
        out.document("collation", settings.collation);
    }

    @Override
    public WriteOutcome decode(CommandReply reply) {
        return WriteOutcome.read(reply);
    }

    @Override
    public WriteOutcome unacknowledged() {
        return WriteOutcome.UNKNOWN;
    }

    /**
     * How documents are changed; {@code change} of the command writes the field {@code u}.
     *
     * @param multi whether all documents that match are changed, or the first
     */
    public record Settings(
            boolean multi,
            boolean upsert,
            boolean bypassDocumentValidation,
            List<Bson> arrayFilters,
            @Nullable Bson hint,
            @Nullable Bson collation,
            @Nullable Bson let,
            @Nullable String comment) {}
}
