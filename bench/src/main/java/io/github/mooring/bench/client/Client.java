package io.github.mooring.bench.client;

import java.io.IOException;

/** One of the clients that are compared, connected to one server; thread-safe. */
public interface Client extends AutoCloseable {
    /** What a thread of a load repeats; asked for once for each thread, before the load begins. */
    Work forThread(Operation operation) throws IOException;

    @Override
    void close();

    /** One operation. */
    @FunctionalInterface
    interface Work {
        /** Runs it; whether there was an answer as expected. */
        boolean run() throws IOException;
    }
}
