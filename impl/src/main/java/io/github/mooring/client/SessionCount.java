package io.github.mooring.client;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.topology.Heartbeat;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the sessions of a factory; thread-safe. */
public final class SessionCount {
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();

    /** A session was opened. */
    public void opened() {
        opened.incrementAndGet();
    }

    /** A session was closed. */
    public void closed() {
        closed.incrementAndGet();
    }

    /** How many are open. */
    public long openNow() {
        long closedNow = closed.get(); // read first, so that the difference is never negative
        return opened.get() - closedNow;
    }

    /** How many have been opened. */
    public long openedSoFar() {
        return opened.get();
    }

    /** These numbers and those of the deployment that the sessions use. */
    public FactoryStatistics statistics(Deployment deployment) {
        PoolStats sockets = deployment.sockets();
        Heartbeat heartbeat = deployment.heartbeat();
        long closedNow = closed.get(); // read first, so that the difference is never negative
        long openedNow = opened.get();
        return new FactoryStatistics(
                deployment.server(),
                openedNow - closedNow,
                openedNow,
                sockets.inUse() + sockets.idle(),
                sockets.inUse(),
                deployment.socketsOpened(),
                sockets.waiting(),
                heartbeat.answered(),
                heartbeat.failed(),
                heartbeat.roundTrip(),
                heartbeat.at(),
                heartbeat.error());
    }
}
