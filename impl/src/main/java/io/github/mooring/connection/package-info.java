/**
 * One connection to one server, past its handshake and authentication: any number of calls at once, each with its own deadline.
 *
 * <p>What this layer knows for those above it: whether a byte of a request may have left, whether the connection can
 * still be used afterwards, and what the server said of itself. It decides nothing about retries and keeps no pool.
 */
@NullMarked
package io.github.mooring.connection;

import org.jspecify.annotations.NullMarked;
