/** A server that says exactly the bytes a test tells it to say, damaged ones included. */
@NullMarked
package io.github.mooring.testkit.scripted;

import org.jspecify.annotations.NullMarked;
