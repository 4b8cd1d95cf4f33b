@NullMarked
package io.github.mooring.testkit.time;

import org.jspecify.annotations.NullMarked;
