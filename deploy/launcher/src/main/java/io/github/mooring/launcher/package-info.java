/** Starts the demo and stops it. */
@NullMarked
package io.github.mooring.launcher;

import org.jspecify.annotations.NullMarked;
