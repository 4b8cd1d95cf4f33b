/** A replica set in one JVM in which everything can be broken on purpose. */
@NullMarked
package io.github.mooring.testkit.lab;

import org.jspecify.annotations.NullMarked;
