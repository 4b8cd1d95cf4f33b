package io.github.mooring.client;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.operation.Command;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.TaskRunner;
import io.github.mooring.topology.Heartbeat;
import java.util.List;
import java.util.function.Function;
import javax.net.SocketFactory;

/**
 * What sessions share: the servers with the sockets to them, in a pool for each identity, and the background tasks that look
 * after them; thread-safe. It has no user of its own.
 *
 * <p>Choosing a server, waiting, dialing, writing and reading draw on one deadline, and so do the further
 * attempts of an operation that may be tried again.
 */
public final class Deployment implements AutoCloseable {
    private final ClientOptions options;
    private final Clock clock;
    /** Ends the waits of operations that are to be tried again. */
    private final Cancellation ending = new Cancellation();

    private final ClosedMark closed = new ClosedMark("deployment");
    private final ServerSearch search;
    private final Trials trials;
    private final Transactions transactions;
    private final Insight insight;

    /** Begins, with everything from outside. */
    Deployment(
            ClientOptions options,
            Clock clock,
            TaskRunner runner,
            SocketFactory sockets,
            Budget budget,
            Function<Cancellation, DnsResolver> resolvers,
            Backoff backoff) {
        this.options = options;
        this.clock = clock;
        ChangeBell bell = new ChangeBell();
        this.search = new ServerSearch(
                options,
                resolvers,
                resolved -> Servers.started(options, resolved, clock, runner, sockets, budget, bell),
                bell,
                clock);
        this.insight = new Insight(options.topology().seeds(), search, budget, bell);
        Wishes wishes = new Wishes(options.session().maxStalenessSeconds());
        Execution execution = new Execution(search, wishes, closed, clock);
        this.trials = new Trials(new Retrial.Parts(options.retry(), execution, backoff, clock, ending), closed);
        this.transactions = new Transactions(trials, search, options.transactions(), clock);
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
                options,
                clock,
                runner,
                SocketFactory.getDefault(),
                budget,
                end -> Resolvers.find(clock, end),
                Backoff.random());
    }

    /** As above, over sockets of the caller's making and with the budget that the options ask for. */
    public static Deployment open(ClientOptions options, Clock clock, TaskRunner runner, SocketFactory sockets) {
        return new Deployment(
                options,
                clock,
                runner,
                sockets,
                options.pool().budget(clock),
                end -> Resolvers.find(clock, end),
                Backoff.random());
    }

    /** As above, asking somebody else than is installed. */
    static Deployment open(
            ClientOptions options, Clock clock, TaskRunner runner, SocketFactory sockets, DnsResolver resolver) {
        return new Deployment(
                options, clock, runner, sockets, options.pool().budget(clock), end -> resolver, Backoff.random());
    }

    /** Runs a command for a session. */
    public <R> R execute(Command<R> command, SessionCall call) {
        closed.check();
        Deadline deadline =
                Deadline.afterOrNever(clock, call.settings().limits().timeout());
        awaitServers(call, deadline);
        if (call.binding() instanceof CursorConnection cursor) {
            cursor.openedIn(call.transaction());
        }
        if (call.transaction() == null) {
            return trials.run(command, call, deadline);
        }
        return TransactionRules.concern(command)
                ? transactions.run(command, call, deadline)
                : trials.run(command, call.outside(), deadline);
    }

    /** Begins transactions here, and ends them. */
    public Transactions transactions() {
        closed.check();
        return transactions;
    }

    private void awaitServers(SessionCall call, Deadline deadline) {
        try {
            var unused = search.await(deadline, call.cancellation());
        } catch (MongoClosedException e) {
            closed.check(e);
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

    /** What whoever operates it gets to see. */
    public Insight insight() {
        return insight;
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
            ending.cancel();
        }
    }
}
