package io.github.mooring.client;

import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import java.util.Objects;
import javax.net.SocketFactory;

/**
 * The way in without a container. Stateless.
 *
 * <pre>{@code
 * try (MongoSessionFactory factory = Mooring.dial("mongodb://localhost/app");
 *         MongoSession session = factory.openSession()) {
 *     session.getDatabase().getCollection("notes").find().forEach(System.out::println);
 * }
 * }</pre>
 */
public final class Mooring {
    private Mooring() {}

    /**
     * Makes a session factory for a deployment. The server is first spoken to in the background: whether it can be
     * reached shows at the first operation.
     *
     * @param connectionString such as {@code mongodb://user:password@host:27017/database?option=value}; the options are
     *     listed in {@code docs/config.md}
     * @return a factory that owns sockets and a few daemon threads; close it
     * @throws io.github.mooring.api.MongoConfigurationException if the connection string is malformed or contradictory,
     *     or asks for what is not carried out. An option that is unknown, repeated or out of range is ignored with a
     *     warning; with {@code strictOptions=true} it is an error too
     */
    public static MongoSessionFactory dial(String connectionString) {
        Objects.requireNonNull(connectionString, "connectionString");
        return dial(ClientOptions.parse(connectionString));
    }

    /** As {@link #dial(String)}, for options that were made by code. */
    public static MongoSessionFactory dial(ClientOptions options) {
        Objects.requireNonNull(options, "options");
        return dial(options, SocketFactory.getDefault());
    }

    /** As above, over sockets of the caller's making. */
    static MongoSessionFactory dial(ClientOptions options, SocketFactory sockets) {
        options.checkFeasible();
        DaemonTaskRunner runner =
                new DaemonTaskRunner("mooring-" + options.topology().seeds());
        Deployment deployment = Deployment.open(options, Clock.system(), runner, sockets);
        return new ClientSessionFactory(options, deployment, runner);
    }
}
