/**
 * Which servers there are, how they fare, and which of them an operation may go to. A client has one server so far, and a
 * monitor that keeps an eye on it; what is said here of several are values and functions of them, which ask no clock, no random
 * numbers and no counters of their own, and do nothing.
 *
 * <p>A {@link io.github.mooring.topology.TopologyDescription} begins with what the application has said of its servers
 * ({@link io.github.mooring.topology.TopologySettings}). What a server says of itself
 * ({@link io.github.mooring.topology.HelloReply}) makes a {@link io.github.mooring.topology.ServerDescription}, and
 * {@link io.github.mooring.topology.Discovery} says what they are together then;
 * {@link io.github.mooring.topology.TopologyChange} says what is to be done about it. Which of them an operation may go to is
 * a {@link io.github.mooring.topology.Selection}.
 */
@NullMarked
package io.github.mooring.topology;

import org.jspecify.annotations.NullMarked;
