/** Tests of which servers there are and how they fare. */
@NullMarked
package io.github.mooring.topology;

import org.jspecify.annotations.NullMarked;
