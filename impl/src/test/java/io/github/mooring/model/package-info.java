/**
 * Runs the real code of the library under a scheduler of its own, through every interleaving of a few threads: see
 * {@link io.github.mooring.model.Interleavings}.
 */
@org.jspecify.annotations.NullMarked
package io.github.mooring.model;
