/**
 * A client of the domain name system, for the two kinds of records that {@code mongodb+srv://} needs: questions and answers
 * as messages, and blocking sockets that carry them, each step under a deadline.
 *
 * <p>It keeps nothing from one question to the next: no thread, no socket, no cache.
 */
@NullMarked
package io.github.mooring.dns;

import org.jspecify.annotations.NullMarked;
