package io.github.mooring.bench.report;

import java.util.Locale;

/** How numbers look in a table; a number that does not exist is a dash. Stateless. */
public final class Cells {
    /** Others' use of the processors above which a row is marked. Chosen: a tenth of two processors. */
    public static final double CALM_CORES = 0.2;

    private static final String NONE = "-";

    private Cells() {}

    /** No decimal places, groups of three. */
    public static String whole(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%,.0f", value);
    }

    /** One decimal place. */
    public static String tenths(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%,.1f", value);
    }

    /** Two decimal places. */
    public static String hundredths(double value) {
        return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%,.2f", value);
    }

    /** Processors that others used, marked if it is so much that the row is not to be trusted. */
    public static String others(double cores) {
        return tenths(cores) + (cores > CALM_CORES ? " !" : "");
    }
}
