package io.github.mooring.testkit.server;

import io.github.mooring.testkit.tls.ServerTls;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a connection needs of the server that it belongs to. */
interface ServerContext {
    Dispatcher dispatcher();

    Face face();

    FailPoints failPoints();

    Traffic traffic();

    /** What new connections speak; null for no TLS. */
    @Nullable
    ServerTls tls();

    /** A connection has ended in the middle of something: the client left, or it sent what is no message. */
    void connectionFailed(IOException cause);
}
