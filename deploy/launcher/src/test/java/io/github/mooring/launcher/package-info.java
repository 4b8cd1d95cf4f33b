/** Unit tests of the launcher. */
@NullMarked
package io.github.mooring.launcher;

import org.jspecify.annotations.NullMarked;
