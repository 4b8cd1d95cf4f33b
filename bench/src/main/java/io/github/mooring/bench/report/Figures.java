package io.github.mooring.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/** What was measured, by name, for the targets; confined to one thread. */
public final class Figures {
    private final Map<String, Double> values = new LinkedHashMap<>();

    /** Keeps a figure. */
    public void put(String name, double value) {
        values.put(name, value);
    }

    /** Keeps a figure together with what is known of it, such as the larger of the two. */
    public void merge(String name, double value, DoubleBinaryOperator both) {
        values.merge(name, value, both::applyAsDouble);
    }

    /** All of them. */
    public Map<String, Double> all() {
        return Map.copyOf(values);
    }

    /** A figure, if its table was printed. */
    public OptionalDouble get(String name) {
        Double value = values.get(name);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
