/** x. */
@NullMarked
package io.github.mooring.time;

import org.jspecify.annotations.NullMarked;
