package io.github.mooring.unified;

import java.util.Collection;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What an operation has returned; immutable.
 *
 * @param value  the value, {@link BsonNull} for nothing
 * @param iterated whether it is an array of what a cursor gave: its documents may have more fields than are expected then
 * @param entity what {@code saveResultAsEntity} keeps, null if that is the value
 */
record Result(BsonValue value, boolean iterated, @Nullable Object entity) {
    /** Nothing. */
    static final Result NOTHING = new Result(BsonNull.VALUE, false, null);

    static Result of(@Nullable BsonValue value) {
        return new Result(value == null ? BsonNull.VALUE : value, false, null);
    }

    /** What a cursor gave. */
    static Result iterated(Collection<? extends BsonValue> values) {
        return new Result(new BsonArray(List.copyOf(values)), true, null);
    }

    /** A thing that is no value. */
    static Result entity(Object thing) {
        return new Result(new BsonDocument(), false, thing);
    }

    /** What is kept under a name. */
    Object kept() {
        return entity == null ? value : entity;
    }
}
