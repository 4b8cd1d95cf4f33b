/** The container in memory finds the faults of an adapter that has them, and none where there are none. */
@NullMarked
package io.github.mooring.testkit.container;

import org.jspecify.annotations.NullMarked;
