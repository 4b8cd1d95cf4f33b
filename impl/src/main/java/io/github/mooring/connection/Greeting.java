package io.github.mooring.connection;

import io.github.mooring.wire.RawDocument;
import org.jspecify.annotations.Nullable;

/**
 * What came of a handshake; immutable.
 *
 * @param server   what the server has said of itself, as far as the connection has to know it
 * @param hello    all that it has said, a copy
 * @param arbiter  whether it only votes: it knows no users, so nobody can authenticate there
 * @param authReply what it has answered to the speculative authentication; null for nothing
 */
record Greeting(
        ConnectionDescription server,
        RawDocument hello,
        boolean arbiter,
        @Nullable RawDocument authReply) {}
