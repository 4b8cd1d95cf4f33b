/**
 * Time and background work: the clock, the deadline and the task runner.
 *
 * <p>This is the only layer that reads a clock, waits or makes a thread. Everything above asks it, so that tests can
 * put a clock of their own in its place.
 */
@NullMarked
package io.github.mooring.time;

import org.jspecify.annotations.NullMarked;
