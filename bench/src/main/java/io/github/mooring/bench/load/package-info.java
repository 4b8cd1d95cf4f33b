/** Closed loops of threads, turns between clients, and what came out of them. */
@NullMarked
package io.github.mooring.bench.load;

import org.jspecify.annotations.NullMarked;
