package io.github.mooring.testkit.container;

import java.util.List;

/**
 * How a transaction of the container's has ended.
 *
 * @param committed whether everything was committed; otherwise everything was rolled back, as far as the container knows
 * @param failures  what was thrown on the way, in that order
 */
public record Outcome(boolean committed, List<Exception> failures) {
    /** Keeps a copy of the list. */
    public Outcome {
        failures = List.copyOf(failures);
    }
}
