/** Check-out and return of pools, without any I/O, by JMH. */
@NullMarked
package io.github.mooring.bench.pool;

import org.jspecify.annotations.NullMarked;
