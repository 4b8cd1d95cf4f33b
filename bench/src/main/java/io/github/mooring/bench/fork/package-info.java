/** Work that needs a JVM of its own: another JDK, a tracer, a profiler. */
@NullMarked
package io.github.mooring.bench.fork;

import org.jspecify.annotations.NullMarked;
