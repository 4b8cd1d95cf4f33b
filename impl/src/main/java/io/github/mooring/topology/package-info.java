/**
 * Which servers there are, how they fare, and which of them an operation may go to. A client has one server so far, and a
 * monitor that keeps an eye on it; what is said here of several are values, and selection a function of them: it asks no
 * clock, no random numbers and no counters of its own.
 */
@NullMarked
package io.github.mooring.topology;

import org.jspecify.annotations.NullMarked;
