/** Runs the cases of the MongoDB specifications, which are read from a folder and are not part of this project. */
@NullMarked
package io.github.mooring.specification;

import org.jspecify.annotations.NullMarked;
