/** Which tests are held against each data engine of the testkit, and what is different on one of them. */
@NullMarked
package io.github.mooring.engines;

import org.jspecify.annotations.NullMarked;
