package io.github.mooring.connection;

import io.github.mooring.wire.RawDocument;
import java.time.Duration;

/**
 * A connection for monitoring, and the first answer on it: the handshake asks what a monitor asks; immutable.
 *
 * @param connection past its handshake, without a user
 * @param hello      the whole answer, a copy
 * @param took       how long the answer took, without connecting
 */
public record MonitorConnection(Connection connection, RawDocument hello, Duration took) {}
