package io.github.mooring.testkit.server;

import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.testkit.wire.WireCompressor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A MongoDB-compatible standalone server inside this JVM, on loopback, for tests and demonstrations.
 *
 * <p>It shares no framing, BSON or SCRAM code with any client library, so that it can contradict one. It takes OP_MSG in
 * full and OP_QUERY for the handshake, in the open or under TLS; a malformed message ends its connection. By default it stands
 * alone: no transactions, no change streams, no streaming hello; {@link Builder#face} makes it something else. Users are known
 * through {@link Builder#user} and
 * {@link #addUser} only; the commands that manage users are not there. What the data engine lacks is listed at
 * {@link io.github.mooring.testkit.engine.MemoryEngine}, which is what a server works on unless {@link Builder#engine} or
 * {@link EngineChoice} says otherwise.
 *
 * <p>Thread-safe. {@link #close} ends its threads and connections.
 */
public final class EmbeddedServer implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(1);

    private final ServerOptions options;
    private final Face face;
    private final Engine engine;
    private final boolean ownsEngine;
    private final Users users = new Users();
    private final FailPoints failPoints = new FailPoints();
    private final Traffic traffic = new Traffic();
    private final AtomicInteger failedConnections = new AtomicInteger();
    private final Listener listener;
    /** For connections from now on; null for none. */
    private volatile @Nullable ServerTls tls;

    private EmbeddedServer(Builder builder) throws IOException {
        tls = builder.tls;
        options = new ServerOptions(
                builder.address,
                builder.port,
                builder.authenticationRequired,
                builder.minWireVersion,
                builder.maxWireVersion,
                builder.compressors);
        face = builder.face;
        Engine given = builder.engine;
        ownsEngine = given == null;
        engine = given == null ? EngineChoice.newEngine() : given;
        builder.users.forEach(users::put);
        if (!builder.mechanisms.isEmpty()) {
            users.enable(builder.mechanisms);
        }
        listener = new Listener(new Context(), builder.sockets, options.address(), options.port());
    }

    /** A server with nobody to authenticate, on any free port, already listening. */
    public static EmbeddedServer start() {
        return builder().start();
    }

    /** Settings for a server. */
    public static Builder builder() {
        return new Builder();
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** {@code host:port}, as in a connection string. */
    public String address() {
        String host = options.address().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** A connection string without credentials. */
    public String uri() {
        return "mongodb://" + address() + "/";
    }

    /** A connection string for a user that {@code database} knows. */
    public String uri(String user, String password, String database) {
        return "mongodb://" + encode(user) + ":" + encode(password) + "@" + address() + "/?authSource="
                + encode(database);
    }

    /** Adds or replaces a user with credentials for both mechanisms; open connections keep the user they have. */
    public void addUser(String name, String password, String database, Grant... grants) {
        users.put(new User(name, database, password, EnumSet.allOf(ScramMechanism.class), Arrays.asList(grants)));
    }

    /** Drops a user; open connections that have authenticated as that user have none from their next command on. */
    public void dropUser(String name, String database) {
        users.drop(database, name);
    }

    /** Lets a token stand for a user of {@code $external}, as if its issuer were trusted ({@code MONGODB-OIDC}). */
    public void acceptToken(String token, String name, Grant... grants) {
        users.accept(token, User.external(name, Arrays.asList(grants)));
    }

    /** Refuses a token from now on, as if it had expired; open connections keep the user they have. */
    public void refuseToken(String token) {
        users.refuse(token);
    }

    /** Sets the fail point {@code failCommand}, replacing the one before. */
    public void failCommand(FailCommand fault) {
        failPoints.set(fault);
    }

    /** Switches the fail point off. */
    public void clearFailPoint() {
        failPoints.set(null);
    }

    /** How many requests for the command have come in; hello counts under this name whatever its spelling. */
    public int commandCount(String name) {
        return traffic.receivedCount(name);
    }

    /** How many requests for the command have been carried out, answered or not. */
    public int completedCount(String name) {
        return traffic.completedCount(name);
    }

    /** Waits until {@link #commandCount} has reached {@code count}. */
    public boolean awaitCommand(String name, int count, Duration atMost) throws InterruptedException {
        return traffic.await(() -> traffic.receivedCount(name) >= count, atMost);
    }

    /** Waits until {@link #completedCount} has reached {@code count}. */
    public boolean awaitCompleted(String name, int count, Duration atMost) throws InterruptedException {
        return traffic.await(() -> traffic.completedCount(name) >= count, atMost);
    }

    /** The last thousand requests, oldest first; fewer if they were large. */
    public List<RecordedRequest> requests() {
        return traffic.recorded();
    }

    /** The recorded requests for one command, by the name that the client sent. */
    public List<RecordedRequest> requests(String commandName) {
        return requests().stream()
                .filter(request -> request.commandName().equals(commandName))
                .toList();
    }

    /** Forgets recorded requests and counts. */
    public void forgetRequests() {
        traffic.clear();
    }

    /** The connections that are open now, oldest first. */
    public List<ConnectionInfo> connections() {
        return listener.connections().stream().map(Connection::info).toList();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return listener.connections().size();
    }

    /** Waits until exactly {@code count} connections are open. */
    public boolean awaitOpenConnections(int count, Duration atMost) throws InterruptedException {
        return traffic.await(() -> openConnections() == count, atMost);
    }

    /** How many connections were ever accepted. */
    public int acceptedConnections() {
        return listener.accepted();
    }

    /** How many connections ended within a message or by a malformed one. */
    public int failedConnections() {
        return failedConnections.get();
    }

    /** Speaks TLS like this, or in the open if null, on new connections; open ones stay as they are. */
    public void tls(@Nullable ServerTls fromNowOn) {
        tls = fromNowOn;
    }

    /** Closes every open connection; new ones are welcome. */
    public void dropConnections() {
        listener.connections().forEach(Connection::close);
    }

    /** Serves no new connections until {@link #resume}; the system completes their TCP connects all the same. */
    public void pause() {
        listener.pause(true);
    }

    /** Serves the connections that have waited, and new ones. */
    public void resume() {
        listener.pause(false);
    }

    /** Cursors that clients have neither read to the end nor killed. */
    public int openCursors() {
        return engine.openCursors();
    }

    /**
     * Ends everything and forgets all data.
     *
     * @throws IllegalStateException if a thread has not ended within a minute
     */
    @Override
    public void close() {
        try {
            List<Thread> alive = listener.close(CLOSE_TIMEOUT.toNanos());
            if (!alive.isEmpty()) {
                throw new IllegalStateException("still running after " + CLOSE_TIMEOUT + ": " + alive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while closing", e);
        } finally {
            if (ownsEngine) {
                engine.close();
            }
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private final class Context implements ServerContext {
        private final Dispatcher dispatcher = new Dispatcher(options, face, engine, users, failPoints);

        @Override
        public Dispatcher dispatcher() {
            return dispatcher;
        }

        @Override
        public Face face() {
            return face;
        }

        @Override
        public FailPoints failPoints() {
            return failPoints;
        }

        @Override
        public Traffic traffic() {
            return traffic;
        }

        @Override
        public @Nullable ServerTls tls() {
            return tls;
        }

        @Override
        public void connectionFailed(IOException cause) {
            failedConnections.incrementAndGet();
        }
    }

    /** Settings for a server. Not thread-safe. */
    public static final class Builder {
        private InetAddress address = loopback();
        private int port;
        private boolean authenticationRequired;
        private int minWireVersion;
        private int maxWireVersion = 21;
        private @Nullable Engine engine;
        private @Nullable ServerTls tls;
        private Set<WireCompressor> compressors = Set.of();
        private Face face = Face.standalone();
        private ServerSocketFactory sockets = ServerSocketFactory.getDefault();
        private final List<User> users = new ArrayList<>();
        private final Set<String> mechanisms = new HashSet<>();

        Builder() {}

        /** The port to listen on; 0, the default, for any free one. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** The address to listen on, 127.0.0.1 by default; it must be a loopback address. */
        public Builder address(InetAddress loopback) {
            address = loopback;
            return this;
        }

        /** Refuses nearly all commands on connections that have not authenticated; off by default. */
        public Builder requireAuthentication() {
            authenticationRequired = true;
            return this;
        }

        /** Adds a user whose credentials serve both SCRAM mechanisms. */
        public Builder user(String name, String password, String database, Grant... grants) {
            users.add(new User(name, database, password, EnumSet.allOf(ScramMechanism.class), Arrays.asList(grants)));
            return this;
        }

        /** Takes a user back that was added before. */
        public Builder withoutUser(String name, String database) {
            users.removeIf(user -> user.name.equals(name) && user.database.equals(database));
            return this;
        }

        /** Adds a user with SCRAM-SHA-1 credentials only, as servers before 4.0 made them. */
        public Builder oldUser(String name, String password, String database, Grant... grants) {
            users.add(new User(name, database, password, Set.of(ScramMechanism.SHA_1), Arrays.asList(grants)));
            return this;
        }

        /**
         * Adds a user of {@code $external} whose password a directory knows; the mechanism {@code PLAIN} has to be
         * enabled with {@link #mechanisms}.
         */
        public Builder directoryUser(String name, String password, Grant... grants) {
            users.add(User.ofDirectory(name, password, Arrays.asList(grants)));
            return this;
        }

        /** Adds a user of {@code $external} who shows a certificate with this subject, in the form of RFC 2253. */
        public Builder certificateUser(String subject, Grant... grants) {
            users.add(User.external(subject, Arrays.asList(grants)));
            return this;
        }

        /**
         * The mechanisms that users may authenticate by; the two of SCRAM and {@code MONGODB-X509} by default. {@code
         * PLAIN} and {@code MONGODB-OIDC} are known as well.
         */
        public Builder mechanisms(String... names) {
            mechanisms.clear();
            mechanisms.addAll(Arrays.asList(names));
            return this;
        }

        /** The protocol versions to announce; 0 and 21 by default. */
        public Builder wireVersions(int min, int max) {
            minWireVersion = min;
            maxWireVersion = max;
            return this;
        }

        /** What clients may compress messages with; nothing by default. */
        public Builder compressors(WireCompressor... all) {
            compressors = Set.of(all);
            return this;
        }

        /** Speaks TLS; not by default. {@link EmbeddedServer#uri()} says nothing of it. */
        public Builder tls(ServerTls how) {
            tls = how;
            return this;
        }

        /** Data that outlives this server, so that another can be started on it; not closed with the server. */
        public Builder engine(Engine shared) {
            engine = shared;
            return this;
        }

        /** What the server is to its clients; one that stands alone by default. */
        public Builder face(Face part) {
            face = part;
            return this;
        }

        /** Where the listening socket comes from; plain TCP by default. */
        public Builder sockets(ServerSocketFactory factory) {
            sockets = factory;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws UncheckedIOException if the port is taken
         */
        public EmbeddedServer start() {
            try {
                EmbeddedServer server = new EmbeddedServer(this);
                server.listener.start();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot listen on " + address.getHostAddress() + ":" + port, e);
            }
        }

        private static InetAddress loopback() {
            try {
                return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
            } catch (UnknownHostException e) {
                throw new IllegalStateException("four bytes are always an address", e);
            }
        }
    }
}
