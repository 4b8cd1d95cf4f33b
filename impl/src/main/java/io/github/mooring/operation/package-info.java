/** One file per command: how it is written, where it may run, how its reply is read. */
@NullMarked
package io.github.mooring.operation;

import org.jspecify.annotations.NullMarked;
