@NullMarked
package io.github.mooring.management;

import org.jspecify.annotations.NullMarked;
