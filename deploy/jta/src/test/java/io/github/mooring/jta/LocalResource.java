package io.github.mooring.jta;

import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.Collection;

/** What a component sees of a resource manager with local transactions, and what a test sees behind its back. */
interface LocalResource extends AutoCloseable {
    /** A factory of connections that enlist lazily. Each is for a pool of its own. */
    ManagedConnectionFactory connectionFactory() throws Exception;

    /** A session, by way of the container. */
    Session open(ContainerPool pool) throws Exception;

    /** The lines that last, as somebody outside of all transactions sees them. */
    Collection<String> lines();

    /** How many transactions have reached the resource manager. */
    int begun();

    /** Has the next commit fail, with nothing stored. */
    void refuseTheNextCommit();

    @Override
    void close();

    /** A session of a component. */
    interface Session extends AutoCloseable {
        /** Stores a line. */
        void write(String line) throws Exception;

        /** Whether this session sees the line. */
        boolean sees(String line) throws Exception;

        @Override
        void close();
    }
}
