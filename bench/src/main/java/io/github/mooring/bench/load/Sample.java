package io.github.mooring.bench.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The same quantity in several rounds; immutable, and never empty. */
public final class Sample {
    private final double[] sorted;

    private Sample(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no rounds, so there is neither a median nor a spread");
        }
        this.sorted = values;
        Arrays.sort(sorted);
    }

    /** These values. */
    public static Sample of(double... values) {
        return new Sample(values.clone());
    }

    /** One quantity of each round. */
    public static Sample of(List<Round> rounds, ToDoubleFunction<Round> quantity) {
        return new Sample(rounds.stream().mapToDouble(quantity).toArray());
    }

    /**
     * A quantity of one client divided by that of another, round by round: what the machine was doing in a round affects
     * both.
     */
    public static Sample ratios(List<Round> one, List<Round> other, ToDoubleFunction<Round> quantity) {
        if (one.size() != other.size()) {
            throw new IllegalArgumentException(one.size() + " rounds of one and " + other.size() + " of the other");
        }
        double[] ratios = new double[one.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = quantity.applyAsDouble(one.get(i)) / quantity.applyAsDouble(other.get(i));
        }
        return new Sample(ratios);
    }

    /** The middle, or half way between the two in the middle. */
    public double median() {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The smallest. */
    public double min() {
        return sorted[0];
    }

    /** The largest. */
    public double max() {
        return sorted[sorted.length - 1];
    }

    /** Median and spread, as a cell of a table. */
    public String spread() {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median(), min(), max());
    }
}
