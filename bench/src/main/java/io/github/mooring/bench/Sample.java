package io.github.mooring.bench;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The same quantity in several rounds; immutable. */
final class Sample {
    private final double[] sorted;

    private Sample(double[] values) {
        this.sorted = values;
        Arrays.sort(sorted);
    }

    /** One quantity of each round. */
    static Sample of(List<Round> rounds, ToDoubleFunction<Round> quantity) {
        return new Sample(rounds.stream().mapToDouble(quantity).toArray());
    }

    /**
     * A quantity of one client divided by that of another, round by round: what the machine was doing in a round affects
     * both.
     */
    static Sample ratios(List<Round> one, List<Round> other, ToDoubleFunction<Round> quantity) {
        double[] ratios = new double[one.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = quantity.applyAsDouble(one.get(i)) / quantity.applyAsDouble(other.get(i));
        }
        return new Sample(ratios);
    }

    double median() {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    double min() {
        return sorted[0];
    }

    double max() {
        return sorted[sorted.length - 1];
    }
}
