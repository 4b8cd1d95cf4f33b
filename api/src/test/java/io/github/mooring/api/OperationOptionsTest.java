package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All records of options look alike, so they are tested alike. */
class OperationOptionsTest {
    static Stream<Record> defaults() {
        return Stream.of(
                CountOptions.DEFAULTS,
                DeleteOptions.DEFAULTS,
                FindOneAndDeleteOptions.DEFAULTS,
                FindOneAndReplaceOptions.DEFAULTS,
                FindOneAndUpdateOptions.DEFAULTS,
                InsertManyOptions.DEFAULTS,
                ReplaceOptions.DEFAULTS,
                UpdateOptions.DEFAULTS);
    }

    /** A value that is nobody's default. */
    private static Object other(RecordComponent component, @Nullable Object value) {
        Class<?> type = component.getType();
        if (value instanceof Boolean flag) {
            return !flag;
        }
        if (type == long.class) {
            return 7L;
        }
        if (type == Duration.class) {
            return Duration.ofMillis(7);
        }
        if (type == String.class) {
            return "other";
        }
        if (type == ReturnDocument.class) {
            return ReturnDocument.AFTER;
        }
        if (type == List.class) {
            return List.of(new Document("other", 1));
        }
        assertThat(type)
                .as("type of %s, which this test has no other value for", component)
                .isEqualTo(Bson.class);
        return new Document(component.getName(), 1);
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void eachMethodChangesItsOwnComponentOnly(Record options) throws ReflectiveOperationException {
        RecordComponent[] components = options.getClass().getRecordComponents();
        for (int index = 0; index < components.length; index++) {
            RecordComponent component = components[index];
            List<@Nullable Object> expected = values(options);
            Object other = other(component, expected.get(index));
            Method method = options.getClass().getMethod(component.getName(), component.getType());

            Record changed = (Record) method.invoke(options, other);

            expected.set(index, other);
            assertThat(values(changed))
                    .as(component.getName())
                    .isEqualTo(expected)
                    .isNotEqualTo(values(options));
        }
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void changesAddUp(Record options) throws ReflectiveOperationException {
        Record changed = options;
        List<Object> expected = new ArrayList<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            Object other = other(component, component.getAccessor().invoke(options));
            expected.add(other);
            Method method = options.getClass().getMethod(component.getName(), component.getType());
            changed = (Record) method.invoke(changed, other);
        }

        assertThat(values(changed)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void nullIsRefusedByNameWhereItIsNotAllowed(Record options) throws ReflectiveOperationException {
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(options);
            if (value == null || component.getType().isPrimitive()) {
                continue;
            }
            Method method = options.getClass().getMethod(component.getName(), component.getType());

            assertThatThrownBy(() -> method.invoke(options, new Object[] {null}))
                    .as(component.toString())
                    .cause()
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage(component.getName());
        }
    }

    private static List<@Nullable Object> values(Record options) throws ReflectiveOperationException {
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            values.add(component.getAccessor().invoke(options));
        }
        return values;
    }

    @Test
    void negativeNumbersAndTimesAreRefused() {
        Duration negative = Duration.ofMillis(-3);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> CountOptions.DEFAULTS.skip(-1))
                .withMessage("skip is -1, allowed is 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CountOptions.DEFAULTS.limit(-1))
                .withMessage("limit is -1, allowed is 0 or more");
        for (Runnable call : List.<Runnable>of(
                () -> CountOptions.DEFAULTS.maxTime(negative),
                () -> FindOneAndDeleteOptions.DEFAULTS.maxTime(negative),
                () -> FindOneAndReplaceOptions.DEFAULTS.maxTime(negative),
                () -> FindOneAndUpdateOptions.DEFAULTS.maxTime(negative))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(call::run)
                    .withMessage("maxTime is -3 ms, allowed is 0 or more");
        }
    }

    @Test
    void arrayFiltersAreCopied() {
        List<Bson> filters = new ArrayList<>(List.of(new Document("a", 1)));
        UpdateOptions update = UpdateOptions.DEFAULTS.arrayFilters(filters);
        FindOneAndUpdateOptions findAndUpdate = FindOneAndUpdateOptions.DEFAULTS.arrayFilters(filters);

        filters.clear();
        assertThat(update.arrayFilters()).containsExactly(new Document("a", 1));
        assertThat(findAndUpdate.arrayFilters()).containsExactly(new Document("a", 1));
    }
}
