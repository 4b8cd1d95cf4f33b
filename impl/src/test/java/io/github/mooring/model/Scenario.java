package io.github.mooring.model;

import java.util.List;

/**
 * A few threads that do something to one object, and what must be true whatever order their steps happen in.
 *
 * <p>Each execution makes a scenario of its own by the constructor without parameters, so that must set everything up.
 * It must be deterministic: what it does depends on nothing but the order of the steps, the time of the model and
 * {@link Model#choose}.
 */
public interface Scenario {
    /** What each thread does. What one of them throws fails the scenario, and so does one that never ends. */
    List<Runnable> threads();

    /** Looks at what has come out, after all threads have ended; throws if it is wrong. */
    default void afterwards() {}
}
