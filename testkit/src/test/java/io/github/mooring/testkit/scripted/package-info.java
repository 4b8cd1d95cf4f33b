@NullMarked
package io.github.mooring.testkit.scripted;

import org.jspecify.annotations.NullMarked;
