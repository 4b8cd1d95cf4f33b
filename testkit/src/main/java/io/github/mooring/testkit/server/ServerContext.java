package io.github.mooring.testkit.server;

import java.io.IOException;

/** What a connection needs of the server that it belongs to. */
interface ServerContext {
    Dispatcher dispatcher();

    FailPoints failPoints();

    Traffic traffic();

    /** A connection has ended in the middle of something: the client left, or it sent what is no message. */
    void connectionFailed(IOException cause);
}
