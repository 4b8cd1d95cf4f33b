/** Time that moves when a test says so. */
@NullMarked
package io.github.mooring.testkit.time;

import org.jspecify.annotations.NullMarked;
