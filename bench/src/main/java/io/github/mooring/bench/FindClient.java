package io.github.mooring.bench;

import java.io.IOException;

/** One of the clients that are compared, connected to one server; thread-safe. */
interface FindClient extends AutoCloseable {
    /** What the table calls it. */
    String name();

    /** What a thread of the load repeats; asked for once for each thread, before the load begins. */
    Find forThread() throws IOException;

    @Override
    void close();

    /** One find by {@code _id}. */
    @FunctionalInterface
    interface Find {
        /** Runs it; whether there was an answer as expected. */
        boolean run() throws IOException;
    }
}
