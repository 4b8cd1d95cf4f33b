/** BSON for the test servers: bytes to documents and back, independent of the product's BSON library. */
@NullMarked
package io.github.mooring.testkit.bson;

import org.jspecify.annotations.NullMarked;
