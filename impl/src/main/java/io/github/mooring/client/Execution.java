package io.github.mooring.client;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.ServerKind;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.CommandMessage;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.PoolPausedException;
import io.github.mooring.pool.Purpose;
import io.github.mooring.pool.Use;
import io.github.mooring.session.Causality;
import io.github.mooring.session.Transaction;
import io.github.mooring.session.TransactionStep;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one attempt at an operation: at a server that was chosen for it, or over the connection that it is bound to.
 * Thread-safe.
 *
 * <p>A command takes one connection for as long as it lasts, for itself or, if it is short as a rule, together with
 * others as {@code connectionSharing} has it.
 */
final class Execution {
    private final ServerSearch search;
    private final Wishes wishes;
    private final ClosedMark closed;
    private final Clock clock;

    /**
     * Carries out operations of one deployment.
     *
     * @param search has found the servers before anything is carried out
     * @param closed says whether the deployment is closed
     */
    Execution(ServerSearch search, Wishes wishes, ClosedMark closed, Clock clock) {
        this.search = search;
        this.wishes = wishes;
        this.closed = closed;
        this.clock = clock;
    }

    /** Where an operation goes on once the servers are known. */
    Servers servers() {
        return Objects.requireNonNull(search.found(), "bug: an operation has not waited for the servers");
    }

    Cluster cluster() {
        return servers().cluster();
    }

    /** Whether an operation has to go over a certain connection. */
    static boolean isBound(SessionCall call) {
        Transaction transaction = call.transaction();
        if (transaction != null) {
            return transaction.connection() != null; // a transaction has its order without the connection of a request
        }
        return call.binding() instanceof RequestConnection
                || (call.binding() instanceof CursorConnection cursor && cursor.isKept());
    }

    /** The server for a first attempt; null if the operation is bound to a connection. */
    @Nullable
    Server server(Command<?> command, SessionCall call, Deadline deadline) {
        return isBound(call) ? null : selected(command, call, deadline);
    }

    /**
     * The server for another attempt; null if the operation is bound to a connection.
     *
     * @param avoided who is taken only if there is nobody else
     */
    @Nullable
    Server server(Command<?> command, SessionCall call, Deadline deadline, Set<ServerAddress> avoided) {
        if (isBound(call)) {
            return null;
        }
        return cluster().select(wish(command, call, avoided), deadline, call.cancellation());
    }

    private Wish wish(Command<?> command, SessionCall call, Set<ServerAddress> avoided) {
        Wish wish = wish(command, call);
        for (ServerAddress each : avoided) {
            wish = wish.avoiding(each);
        }
        return wish;
    }

    private Server selected(Command<?> command, SessionCall call, Deadline deadline) {
        return cluster().select(wish(command, call), deadline, call.cancellation());
    }

    private Wish wish(Command<?> command, SessionCall call) {
        Transaction transaction = call.transaction();
        if (transaction != null) {
            return wishes.of(transaction);
        }
        ServerAddress only = command.server();
        return only == null ? wishes.of(command, call) : Wish.at(only);
    }

    /**
     * An attempt.
     *
     * @param server   where; null if the operation is bound to a connection
     * @param attempts those of a write with a number; null for anything else
     * @param avoided  who is taken in place of the server only if there is nobody else
     */
    <R> R attempt(
            @Nullable Server server,
            Command<R> command,
            SessionCall call,
            Deadline deadline,
            @Nullable Attempts attempts,
            Set<ServerAddress> avoided) {
        Transaction transaction = call.transaction();
        if (transaction != null) {
            return attemptIn(transaction, server, command, call, deadline, avoided);
        }
        if (call.binding() instanceof RequestConnection request) {
            return on(request, command, call, deadline);
        }
        if (call.binding() instanceof CursorConnection cursor && cursor.isKept()) {
            return over(cursor.lease(), command, call, deadline);
        }
        Server first = Objects.requireNonNull(server, "bug: no server was chosen");
        return unlessCleared(
                first, command, call, deadline, avoided, each -> attemptAt(each, command, call, deadline, attempts));
    }

    private <R> R attemptIn(
            Transaction transaction,
            @Nullable Server server,
            Command<R> command,
            SessionCall call,
            Deadline deadline,
            Set<ServerAddress> avoided) {
        try {
            Lease<Connection> pinned = transaction.connection();
            if (pinned != null) {
                return over(pinned, command, call, deadline);
            }
            Server first = Objects.requireNonNull(server, "bug: no server was chosen");
            return unlessCleared(
                    first, command, call, deadline, avoided, each -> attemptAt(each, command, call, deadline, null));
        } catch (MongoException e) {
            throw TransactionErrors.after(e, transaction, command);
        }
    }

    /**
     * An operation that waits for a connection while all are given up because of another one has sent nothing, and has not failed:
     * it begins again where a server is found next, however often that happens within its time.
     */
    private <T> T unlessCleared(
            Server first,
            Command<?> command,
            SessionCall call,
            Deadline deadline,
            Set<ServerAddress> avoided,
            Function<Server, T> work) {
        Server server = first;
        while (true) {
            View seen = cluster().view();
            try {
                return work.apply(server);
            } catch (MongoConnectException e) {
                if (!(e.getCause() instanceof PoolPausedException) || deadline.isExpired()) {
                    throw e;
                }
                Wish wish = wish(command, call, avoided);
                server = cluster().selectAnew(seen, server, wish, deadline, call.cancellation());
            }
        }
    }

    private <R> R attemptAt(
            Server server, Command<R> command, SessionCall call, Deadline deadline, @Nullable Attempts attempts) {
        server.operationBegins();
        try {
            CursorConnection keeper = keeper(call);
            boolean pins = pins(call);
            boolean shares = keeper == null && !pins && command.mayShare();
            Lease<Connection> lease = checkOut(server, call, deadline, shares ? Use.SHARED : Use.EXCLUSIVE);
            boolean kept = pins && pin(call, lease);
            try {
                R result = run(server, lease, command, call, deadline, attempts);
                kept |= keeper != null && keeper.keepIfOpen(result, lease);
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
        return call.transaction() == null
                        && call.binding() instanceof CursorConnection cursor
                        && cluster().isBalanced()
                ? cursor
                : null;
    }

    /** Whether the operation is the first of a transaction that has to stay on its connection. */
    private boolean pins(SessionCall call) {
        Transaction transaction = call.transaction();
        return transaction != null && transaction.isActive() && cluster().isBalanced();
    }

    private static boolean pin(SessionCall call, Lease<Connection> lease) {
        lease.dedicate(Purpose.TRANSACTION);
        Objects.requireNonNull(call.transaction()).pin(lease);
        return true;
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
                        selected(command, call, deadline),
                        command,
                        call,
                        deadline,
                        Set.of(),
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
        TransactionStep step = step(server, connection, command, call);
        try {
            var message = new CommandMessage<>(
                    command,
                    call.settings(),
                    call.bond().isAtPrimary(),
                    cluster().isDirect(),
                    step == null && attempts != null ? attempts.numberFor(connection.description()) : step,
                    causality(connection, call));
            R result = CommandRun.run(message, connection, lease, deadline, clock);
            MongoWriteConcernException doubt = WriteLabels.doubt(result);
            if (doubt != null) {
                server.failed(doubt, lease); // the write was done, but the server may be going down
            }
            if (step != null) {
                step.transaction().sent(server.address());
            }
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
            if (step != null) {
                failed(step.transaction(), server, connection, e);
            }
            server.failed(e, lease);
            throw e;
        }
    }

    /** What a command of a transaction brings along; null outside of transactions. */
    private @Nullable TransactionStep step(Server server, Connection connection, Command<?> command, SessionCall call) {
        Transaction transaction = call.transaction();
        if (transaction == null) {
            return null;
        }
        ConnectionDescription description = connection.description();
        TransactionRules.checkServer(command, description);
        if (transaction.isActive() && cluster().isSharded()) {
            transaction.pin(server.address());
        }
        Duration kept = Objects.requireNonNull(RetryRules.sessionTimeout(description));
        return transaction.step(servers().sessionsOf(call.identity()), kept);
    }

    /** What makes the operation follow what its session has seen; null if it need not. A standalone has no clock. */
    private @Nullable Causality causality(Connection connection, SessionCall call) {
        return call.settings().causal() && connection.description().kind() != ServerKind.STANDALONE
                ? new Causality(call.bond(), servers().clusterTime())
                : null;
    }

    /** What was not sent, or not begun with, begins no transaction. */
    private static void failed(Transaction transaction, Server server, Connection connection, MongoException e) {
        if (e.bytesSent() && !RetryRules.isShed(e)) {
            transaction.sent(server.address());
        }
        if (!connection.isUsable()) {
            transaction.connectionLost();
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
}
