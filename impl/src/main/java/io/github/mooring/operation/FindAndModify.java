package io.github.mooring.operation;

import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.MongoWriteConcernException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.codecs.Decoder;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code findAndModify} command.
 *
 * @param change writes the field {@code update} or {@code remove}
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: find and modify</a>
 */
public record FindAndModify<T>(
        MongoNamespace namespace, Bson filter, Consumer<CommandWriter> change, Settings settings, Decoder<T> decoder)
        implements Command<Optional<T>> {
    @Override
    public String name() {
        return "findAndModify";
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
    public boolean mayShare() {
        return true;
    }

    @Override
    public Retry retry() {
        return Retry.WRITE;
    }

    @Override
    public void encode(CommandWriter out) {
        out.string("findAndModify", namespace.collectionName());
        out.document("query", filter);
        change.accept(out);
        out.boolIfTrue("new", settings.returnNew);
        out.boolIfTrue("upsert", settings.upsert);
        out.document("sort", settings.sort);
        out.document("fields", settings.projection);
        out.documentsIfAny("arrayFilters", settings.arrayFilters);
        out.bypassDocumentValidation(settings.bypassDocumentValidation);
        out.document("hint", settings.hint);
        out.document("collation", settings.collation);
        out.document("let", settings.let);
        out.string("comment", settings.comment);
        out.millisIfSet("maxTimeMS", settings.maxTime);
    }

    /** The document, empty if none matched. */
    @Override
    public Optional<T> decode(CommandReply reply) {
        MongoWriteConcernException writeConcernError = ServerErrors.writeConcernError(reply);
        if (writeConcernError != null) {
            throw writeConcernError;
        }
        return reply.decodeOptional("value", decoder);
    }

    /** How the document is found and changed. */
    public record Settings(
            boolean returnNew,
            boolean upsert,
            @Nullable Bson sort,
            @Nullable Bson projection,
            List<Bson> arrayFilters,
            boolean bypassDocumentValidation,
            @Nullable Bson hint,
            @Nullable Bson collation,
            @Nullable Bson let,
            @Nullable String comment,
            Duration maxTime) {}
}
