/** A name server on the loopback interface that answers from memory, and badly if a test wants it to. */
@NullMarked
package io.github.mooring.testkit.dns;

import org.jspecify.annotations.NullMarked;
