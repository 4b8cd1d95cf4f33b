/** Unit tests of the demo. */
@NullMarked
package io.github.mooring.demo;

import org.jspecify.annotations.NullMarked;
