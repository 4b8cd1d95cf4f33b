/** MongoDB's message frames for the test servers, written and read independently of the product. */
@NullMarked
package io.github.mooring.testkit.wire;

import org.jspecify.annotations.NullMarked;
