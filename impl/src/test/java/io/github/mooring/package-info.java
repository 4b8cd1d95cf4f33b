/** What holds for the whole module. */
@NullMarked
package io.github.mooring;

import org.jspecify.annotations.NullMarked;
