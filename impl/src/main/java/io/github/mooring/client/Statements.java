package io.github.mooring.client;

import io.github.mooring.api.FindOneAndDeleteOptions;
import io.github.mooring.api.FindOneAndReplaceOptions;
import io.github.mooring.api.FindOneAndUpdateOptions;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.ReplaceOptions;
import io.github.mooring.api.ReturnDocument;
import io.github.mooring.api.UpdateOptions;
import io.github.mooring.operation.FindAndModify;
import io.github.mooring.operation.Update;
import java.util.List;
import java.util.Objects;
import org.bson.codecs.Codec;
import org.bson.codecs.Decoder;
import org.bson.conversions.Bson;

/** Turns the options of the api into the two commands that change documents. Stateless. */
final class Statements {
    private Statements() {}

    static Update update(MongoNamespace namespace, Bson filter, Bson update, UpdateOptions o, boolean multi) {
        Objects.requireNonNull(o, "options");
        return new Update(
                namespace,
                filter,
                out -> out.document("u", update),
                new Update.Settings(
                        multi,
                        o.upsert(),
                        o.bypassDocumentValidation(),
                        o.arrayFilters(),
                        o.hint(),
                        o.collation(),
                        o.let(),
                        o.comment()));
    }

    static Update replace(MongoNamespace namespace, Bson filter, Replacement<?> document, ReplaceOptions o) {
        Objects.requireNonNull(o, "options");
        return new Update(
                namespace,
                filter,
                out -> document.write(out, "u"),
                new Update.Settings(
                        false,
                        o.upsert(),
                        o.bypassDocumentValidation(),
                        List.of(),
                        o.hint(),
                        o.collation(),
                        o.let(),
                        o.comment()));
    }

    static <T> FindAndModify<T> findAndDelete(
            MongoNamespace namespace, Bson filter, FindOneAndDeleteOptions o, Decoder<T> decoder) {
        Objects.requireNonNull(o, "options");
        return new FindAndModify<>(
                namespace,
                filter,
                out -> out.bool("remove", true),
                new FindAndModify.Settings(
                        false,
                        false,
                        o.sort(),
                        o.projection(),
                        List.of(),
                        false,
                        o.hint(),
                        o.collation(),
                        o.let(),
                        o.comment(),
                        o.maxTime()),
                decoder);
    }

    static <T> FindAndModify<T> findAndReplace(
            MongoNamespace namespace, Bson filter, Replacement<T> document, FindOneAndReplaceOptions o) {
        Objects.requireNonNull(o, "options");
        Codec<T> codec = document.codec();
        return new FindAndModify<>(
                namespace,
                filter,
                out -> document.write(out, "update"),
                new FindAndModify.Settings(
                        o.returnDocument() == ReturnDocument.AFTER,
                        o.upsert(),
                        o.sort(),
                        o.projection(),
                        List.of(),
                        o.bypassDocumentValidation(),
                        o.hint(),
                        o.collation(),
                        o.let(),
                        o.comment(),
                        o.maxTime()),
                codec);
    }

    static <T> FindAndModify<T> findAndUpdate(
            MongoNamespace namespace, Bson filter, Bson update, FindOneAndUpdateOptions o, Decoder<T> decoder) {
        Objects.requireNonNull(o, "options");
        return new FindAndModify<>(
                namespace,
                filter,
                out -> out.document("update", update),
                new FindAndModify.Settings(
                        o.returnDocument() == ReturnDocument.AFTER,
                        o.upsert(),
                        o.sort(),
                        o.projection(),
                        o.arrayFilters(),
                        o.bypassDocumentValidation(),
                        o.hint(),
                        o.collation(),
                        o.let(),
                        o.comment(),
                        o.maxTime()),
                decoder);
    }
}
