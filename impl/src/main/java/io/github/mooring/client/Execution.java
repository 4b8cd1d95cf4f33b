package io.github.mooring.client;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.Connection;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.CommandMessage;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.PoolPausedException;
import io.github.mooring.pool.Use;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.util.Objects;
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

    /** The server for a first attempt. */
    Server server(Command<?> command, SessionCall call, Deadline deadline) {
        return cluster().select(wish(command, call), deadline, call.cancellation());
    }

    /** Where an operation may go. */
    Wish wish(Command<?> command, SessionCall call) {
        ServerAddress only = command.server();
        return only == null ? wishes.of(command, call) : Wish.at(only);
    }

    /**
     * An attempt at a server.
     *
     * @param attempts those of a write with a number; null for anything else
     */
    <R> R attempt(Server first, Command<R> command, SessionCall call, Deadline deadline, @Nullable Attempts attempts) {
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

    /** An attempt over a cursor's connection. */
    <R> R over(Lease<Connection> lease, Command<R> command, SessionCall call, Deadline deadline) {
        Server server = cluster().member(lease.resource().description().server());
        server.operationBegins();
        try {
            return run(server, lease, command, call, deadline, null);
        } finally {
            server.operationEnds();
        }
    }

    /** An attempt over a request's connection. */
    <R> R on(RequestConnection request, Command<R> command, SessionCall call, Deadline deadline) {
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
}
