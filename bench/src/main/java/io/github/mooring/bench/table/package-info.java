/** The tables, one class each. */
@NullMarked
package io.github.mooring.bench.table;

import org.jspecify.annotations.NullMarked;
