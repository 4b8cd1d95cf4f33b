package io.github.mooring.connection;

import io.github.mooring.wire.RawDocument;

/**
 * Makes something of a reply; runs on the thread that made the call, under no lock, while others use the connection.
 *
 * @param <R> what it makes
 */
@FunctionalInterface
public interface ReplyReader<R> {
    /**
     * Reads the body of a reply.
     *
     * @param body   whether it says {@code ok: 1} or not; a view that is valid only until this method returns
     * @param server who has answered, and under which limits
     */
    R read(RawDocument body, ConnectionDescription server);
}
