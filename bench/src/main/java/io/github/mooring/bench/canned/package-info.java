/** A server of canned answers, in a process of its own, that is never what a client waits for. */
@NullMarked
package io.github.mooring.bench.canned;

import org.jspecify.annotations.NullMarked;
