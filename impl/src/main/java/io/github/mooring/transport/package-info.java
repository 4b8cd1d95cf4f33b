/**
 * Sockets, TLS and dialers: bytes to and from one server, each step under a deadline.
 *
 * <p>Knows nothing of messages. What it adds to a socket is that every wait ends, and that every failure says what
 * failed, on what, and whether a byte may have left.
 */
@NullMarked
package io.github.mooring.transport;

import org.jspecify.annotations.NullMarked;
