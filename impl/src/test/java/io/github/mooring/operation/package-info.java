/** Tests of how commands are written and their replies read. */
@NullMarked
package io.github.mooring.operation;

import org.jspecify.annotations.NullMarked;
