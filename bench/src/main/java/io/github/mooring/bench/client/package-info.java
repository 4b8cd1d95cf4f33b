/** The clients that are compared, each behind the same small interface. */
@NullMarked
package io.github.mooring.bench.client;

import org.jspecify.annotations.NullMarked;
