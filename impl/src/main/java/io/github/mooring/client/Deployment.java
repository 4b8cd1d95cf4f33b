package io.github.mooring.client;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.connection.Connection;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.CommandMessage;
import io.github.mooring.operation.Retry;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.PoolPausedException;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.pool.Use;
import io.github.mooring.session.SessionRecovery;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.Heartbeat;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * What sessions share: the servers with the sockets to them, in a pool for each identity, and the background tasks that look
 * after them; thread-safe. It has no user of its own.
 *
 * <p>A command takes one connection for as long as it lasts, for itself or, if it is short as a rule, together with
 * others as {@code connectionSharing} has it; choosing a server, waiting, dialing, writing and reading draw on one
 * deadline, and so does the second attempt of an operation that may be tried again.
 */
public final class Deployment implements AutoCloseable {
    private final ClientOptions options;
    private final Clock clock;
    private final ClosedMark closed = new ClosedMark("deployment");
    private final Wishes wishes;
    private final ServerSearch search;

    /** Begins, with everything from outside. */
    Deployment(
            ClientOptions options,
            Clock clock,
            TaskRunner runner,
            SocketFactory sockets,
            Budget budget,
            Function<Cancellation, DnsResolver> resolvers) {
        this.options = options;
        this.clock = clock;
        this.wishes = new Wishes(options.session().maxStalenessSeconds());
        this.search = new ServerSearch(
                options,
                resolvers,
                resolved -> Servers.started(options.signOn(), resolved, clock, runner, sockets, budget),
                clock);
        if (options.unresolved() != null) {
            Servers.checkFiles(options, clock, sockets); // told at once, as where servers are named
        }
        search.start(runner);
    }

    /**
     * Begins; returns at once, without I/O.
     *
     * @param options its user is not looked at: who runs a command brings an identity. Name servers that have to be asked
     *     are asked in the background, and operations wait for that
     * @param runner  carries the background tasks; it must outlive the deployment
     * @param budget  limits the connections of all deployments that share it
     */
    public static Deployment open(ClientOptions options, Clock clock, TaskRunner runner, Budget budget) {
        return new Deployment(
                options, clock, runner, SocketFactory.getDefault(), budget, end -> Resolvers.find(clock, end));
    }

    /** As above, over sockets of the caller's making and with the budget that the options ask for. */
    public static Deployment open(ClientOptions options, Clock clock, TaskRunner runner, SocketFactory sockets) {
        return new Deployment(
                options, clock, runner, sockets, options.pool().budget(clock), end -> Resolvers.find(clock, end));
    }

    /** As above, asking somebody else than is installed. */
    static Deployment open(
            ClientOptions options, Clock clock, TaskRunner runner, SocketFactory sockets, DnsResolver resolver) {
        return new Deployment(options, clock, runner, sockets, options.pool().budget(clock), end -> resolver);
    }

    /** Runs a command for a session. */
    public <R> R execute(Command<R> given, SessionCall call) {
        closed.check();
        Deadline deadline =
                Deadline.afterOrNever(clock, call.settings().limits().timeout());
        awaitServers(call, deadline);
        Command<R> command = servers().commandNews().heard(given, call.identity());
        if (call.binding() instanceof RequestConnection request) {
            return on(request, command, call, deadline);
        }
        if (call.binding() instanceof CursorConnection cursor && cursor.isKept()) {
            return over(cursor.lease(), command, call, deadline);
        }
        return switch (mayRepeat(command, call) ? command.retry() : Retry.NEVER) {
            case NEVER -> attempt(server(command, call, deadline), command, call, deadline, null);
            case READ -> read(command, call, deadline);
            case WRITE -> write(command, call, deadline);
        };
    }

    private void awaitServers(SessionCall call, Deadline deadline) {
        try {
            var unused = search.await(deadline, call.cancellation());
        } catch (MongoClosedException e) {
            closed.check(e);
            throw e;
        }
    }

    /** Where an operation goes on once {@link #awaitServers} has returned. */
    private Servers servers() {
        return Objects.requireNonNull(search.found(), "bug: an operation has not waited for the servers");
    }

    private Cluster cluster() {
        return servers().cluster();
    }

    /**
     * Whether a second attempt would go unnoticed: not by a session that shall hear of every lost connection.
     */
    private boolean mayRepeat(Command<?> command, SessionCall call) {
        boolean wanted = command.retry() == Retry.READ
                ? options.retry().reads()
                : options.retry().writes() && call.settings().writeConcern().isAcknowledged();
        return wanted && call.settings().recovery() != SessionRecovery.STRICT;
    }

    private <R> R read(Command<R> command, SessionCall call, Deadline deadline) {
        Server first = server(command, call, deadline);
        try {
            return attempt(first, command, call, deadline, null);
        } catch (MongoException e) {
            if (!RetryRules.helpsRead(e) || !isWorthIt(first, call, deadline)) {
                throw e;
            }
            return attempt(another(first, command, call, deadline, e), command, call, deadline, null);
        }
    }

    private <R> R write(Command<R> command, SessionCall call, Deadline deadline) {
        try (Attempts attempts = new Attempts(servers().sessionsOf(call.identity()))) {
            try {
                return write(command, call, deadline, attempts);
            } catch (MongoSocketException e) {
                throw attempts.labelled(e);
            }
        }
    }

    private <R> R write(Command<R> command, SessionCall call, Deadline deadline, Attempts attempts) {
        Server first = server(command, call, deadline);
        MongoException error;
        try {
            R result = attempt(first, command, call, deadline, attempts);
            error = WriteLabels.passing(result);
            if (error == null || !isWorthIt(first, call, deadline)) {
                return result;
            }
        } catch (MongoException e) {
            if (!attempts.allowAnother(e) || !isWorthIt(first, call, deadline)) {
                throw e;
            }
            error = e;
        }
        MongoException passes = error;
        return attempts.again(
                passes,
                () -> attempt(another(first, command, call, deadline, passes), command, call, deadline, attempts));
    }

    private boolean isWorthIt(Server failed, SessionCall call, Deadline deadline) {
        return !deadline.isExpired()
                && !call.cancellation().isCancelled()
                && !failed.address().equals(call.bond().position());
    }

    private Server server(Command<?> command, SessionCall call, Deadline deadline) {
        return cluster().select(wish(command, call), deadline, call.cancellation());
    }

    private Wish wish(Command<?> command, SessionCall call) {
        ServerAddress only = command.server();
        return only == null ? wishes.of(command, call) : Wish.at(only);
    }

    /** If there is nobody to try it at, the first error tells more than that. */
    private Server another(
            Server failed, Command<?> command, SessionCall call, Deadline deadline, MongoException first) {
        try {
            return cluster().select(wishes.of(command, call).avoiding(failed.address()), deadline, call.cancellation());
        } catch (MongoServerSelectionTimeoutException | MongoConnectException e) {
            first.addSuppressed(e);
            throw first;
        }
    }

    private <R> R attempt(
            Server first, Command<R> command, SessionCall call, Deadline deadline, @Nullable Attempts attempts) {
        return unlessCleared(
                first, command, call, deadline, server -> attemptAt(server, command, call, deadline, attempts));
    }

    /**
     * An operation that waits for a connection while all are given up because of another one has sent nothing, and has not failed:
     * it begins again where a server is found next, however often that happens within its time.
     */
    private <T> T unlessCleared(
            Server first, Command<?> command, SessionCall call, Deadline deadline, Function<Server, T> work) {
        Server server = first;
        while (true) {
            View seen = cluster().view();
            try {
                return work.apply(server);
            } catch (MongoConnectException e) {
                if (!(e.getCause() instanceof PoolPausedException) || deadline.isExpired()) {
                    throw e;
                }
                server = cluster().selectAnew(seen, server, wish(command, call), deadline, call.cancellation());
            }
        }
    }

    private <R> R attemptAt(
            Server server, Command<R> command, SessionCall call, Deadline deadline, @Nullable Attempts attempts) {
        server.operationBegins();
        try {
            CursorConnection keeper = keeper(call);
            boolean shares = keeper == null && command.mayShare();
            Lease<Connection> lease = checkOut(server, call, deadline, shares ? Use.SHARED : Use.EXCLUSIVE);
            boolean kept = false;
            try {
                R result = run(server, lease, command, call, deadline, attempts);
                kept = keeper != null && keeper.keepIfOpen(result, lease);
                return result;
            } finally {
                if (!kept) {
                    Leases.giveBack(lease);
                }
            }
        } finally {
            server.operationEnds();
        }
    }

    /** What keeps the connection if the operation opens a cursor; null if nothing has to. */
    private @Nullable CursorConnection keeper(SessionCall call) {
        return call.binding() instanceof CursorConnection cursor && cluster().isBalanced() ? cursor : null;
    }

    private <R> R over(Lease<Connection> lease, Command<R> command, SessionCall call, Deadline deadline) {
        Server server = cluster().member(lease.resource().description().server());
        server.operationBegins();
        try {
            return run(server, lease, command, call, deadline, null);
        } finally {
            server.operationEnds();
        }
    }

    private <R> R on(RequestConnection request, Command<R> command, SessionCall call, Deadline deadline) {
        Lease<Connection> lease = request.begin(
                deadline,
                clock,
                call.cancellation(),
                () -> unlessCleared(
                        server(command, call, deadline),
                        command,
                        call,
                        deadline,
                        server -> checkOut(server, call, deadline, Use.EXCLUSIVE)));
        try {
            Server server = cluster().member(lease.resource().description().server());
            return run(server, lease, command, call, deadline, null);
        } catch (MongoException e) {
            throw request.explained(lease, e);
        } finally {
            request.end();
        }
    }

    private <R> R run(
            Server server,
            Lease<Connection> lease,
            Command<R> command,
            SessionCall call,
            Deadline deadline,
            @Nullable Attempts attempts) {
        Connection connection = lease.resource();
        try {
            var message = new CommandMessage<>(
                    command,
                    call.settings(),
                    call.bond().isAtPrimary(),
                    cluster().isDirect(),
                    attempts == null ? null : attempts.numberFor(connection.description()));
            R result = CommandRun.run(message, connection, lease, deadline, clock);
            if (!cluster().isBalanced()) { // nobody stays at a load balancer's service
                call.bond().answered(call.settings().mode(), server.address());
            }
            return result;
        } catch (MongoException e) {
            if (e instanceof MongoSocketException) {
                closed.check(e);
            }
            if (attempts != null && !connection.isUsable()) {
                attempts.connectionLost();
            }
            server.failed(e, lease);
            throw e;
        }
    }

    private Lease<Connection> checkOut(Server server, SessionCall call, Deadline deadline, Use use) {
        try {
            return server.checkOut(call, deadline, use);
        } catch (MongoClosedException e) {
            closed.check();
            throw e;
        }
    }

    /** The servers that are known to be alive. */
    public List<ServerAddress> liveServers() {
        Servers known = search.found();
        return known == null ? List.of() : known.cluster().liveServers();
    }

    /**
     * The primary, or the server that would be asked in its place; the first seed while that is not known, or the name that
     * stands for the seeds.
     */
    public ServerAddress server() {
        Servers known = search.found();
        return known == null ? options.seed() : known.cluster().mainServer();
    }

    /** How the servers fare, together; while they are not known, how asking for them does. */
    public Heartbeat heartbeat() {
        return search.heartbeat();
    }

    /** The sockets to all servers and of all identities together. */
    public PoolStats sockets() {
        Servers known = search.found();
        return known == null ? PoolStats.NONE : known.cluster().sockets();
    }

    /** Pooled sockets opened since the start. */
    public long socketsOpened() {
        Servers known = search.found();
        return known == null ? 0 : known.socketsOpened();
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed.isClosed();
    }

    /** Ends the background tasks and closes all sockets; operations under way fail. Idempotent, does not block. */
    @Override
    public void close() {
        if (closed.close()) {
            search.close();
        }
    }
}
