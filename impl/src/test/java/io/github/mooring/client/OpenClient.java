package io.github.mooring.client;

import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.BudgetStats;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.time.Clock;
import io.github.mooring.time.DaemonTaskRunner;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** A factory as {@link Mooring#dial(String)} makes it, whose books are open, and whose clock and sockets may be a test's. Thread-safe. */
public final class OpenClient implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String name = "mooring-open-" + NUMBERS.incrementAndGet();
    private final Budget budget;
    private final Deployment deployment;
    private final MongoSessionFactory factory;

    private OpenClient(ClientOptions options, Clock clock, SocketFactory sockets) {
        options.checkFeasible();
        DaemonTaskRunner runner = new DaemonTaskRunner(name);
        budget = options.pool().maxTotalConnections() == 0
                ? Budget.unlimited()
                : options.pool().budget(clock);
        deployment = new Deployment(
                options, clock, runner, sockets, budget, end -> Resolvers.find(clock, end), Backoff.random());
        factory = new ClientSessionFactory(options, deployment, runner);
    }

    public static OpenClient dial(String uri) {
        return dial(ClientOptions.parse(uri), Clock.system(), SocketFactory.getDefault());
    }

    public static OpenClient dial(ClientOptions options, Clock clock, SocketFactory sockets) {
        return new OpenClient(options, clock, sockets);
    }

    public MongoSessionFactory factory() {
        return factory;
    }

    /** The numbers of all its pools together. */
    public PoolStats pools() {
        return deployment.sockets();
    }

    /** A budget that nobody else draws on. */
    public BudgetStats budget() {
        return budget.stats();
    }

    /** How many of its threads are alive. */
    public long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name + "-"))
                .count();
    }

    @Override
    public void close() {
        factory.close();
    }
}
