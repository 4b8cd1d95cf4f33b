@NullMarked
package io.github.mooring.testkit.bson;

import org.jspecify.annotations.NullMarked;
