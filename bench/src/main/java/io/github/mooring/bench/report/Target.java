package io.github.mooring.bench.report;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A figure and what it shall be; immutable.
 *
 * @param figure  the name under which its table keeps it
 * @param bound   what it shall reach, or not exceed
 * @param atLeast whether more is better
 */
public record Target(String figure, double bound, boolean atLeast) {
    /** More is better. */
    public static Target atLeast(String figure, double bound) {
        return new Target(figure, bound, true);
    }

    /** Less is better. */
    public static Target atMost(String figure, double bound) {
        return new Target(figure, bound, false);
    }

    /** Met, missed by how much, or not measured. */
    public String verdict(OptionalDouble seen) {
        if (seen.isEmpty()) {
            return "not measured";
        }
        double value = seen.getAsDouble();
        if (atLeast ? value >= bound : value <= bound) {
            return "met";
        }
        if (bound == 0 || Double.isNaN(value)) {
            return "MISSED";
        }
        return String.format(Locale.ROOT, "MISSED by %.0f %%", Math.abs(value / bound - 1) * 100);
    }

    /** The bound as text. */
    public String boundText() {
        return (atLeast ? ">= " : "<= ") + number(bound);
    }

    /** A figure as text. */
    public static String seenText(OptionalDouble seen) {
        return seen.isEmpty() ? "-" : number(seen.getAsDouble());
    }

    private static String number(double value) {
        return value == Math.rint(value) || Math.abs(value) >= 1000 ? Cells.whole(value) : Cells.hundredths(value);
    }
}
