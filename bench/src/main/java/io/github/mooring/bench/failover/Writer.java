package io.github.mooring.bench.failover;

/** One of the clients that are compared, as all callers use it; thread-safe. */
public interface Writer extends AutoCloseable {
    /**
     * Counts up what is stored under an id, from nothing. Returns once the server has acknowledged it.
     *
     * @throws RuntimeException if the client says that it has not, or does not know
     */
    void countUp(String id);

    @Override
    void close();
}
