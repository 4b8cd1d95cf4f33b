/**
 * Load benchmarks: Mooring next to the vendor's driver and next to bare sockets, against the same server, in one run.
 */
@NullMarked
package io.github.mooring.bench;

import org.jspecify.annotations.NullMarked;
