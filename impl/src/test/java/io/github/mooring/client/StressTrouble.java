package io.github.mooring.client;

import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.net.Faults;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** What a server and a network do to their clients; for one thread. */
final class StressTrouble {
    /** So many sockets hang at once; the one that has hung longest goes on when there is another. */
    private static final int MOST_HANGING = 4;

    private final EmbeddedServer server;
    private final FaultySocketFactory sockets;
    private final Random random;
    private final Deque<Gate> hanging = new ArrayDeque<>();

    StressTrouble(EmbeddedServer server, FaultySocketFactory sockets, Random random) {
        this.server = server;
        this.sockets = sockets;
        this.random = random;
    }

    /** One misfortune, and the time until the next. */
    void strike() {
        switch (random.nextInt(12)) {
            case 0 -> server.dropConnections();
            case 1 -> server.pause();
            case 2, 3, 4 -> server.failCommand(rude());
            case 5 -> server.failCommand(unwelcoming());
            default -> sockets.otherwise(faults());
        }
        Clock.system().parkNanos(this, random.nextInt(20_000_000));
        server.resume();
    }

    /** Ends all of it. */
    void calmDown() {
        sockets.otherwise(Faults.none());
        server.clearFailPoint();
        hanging.forEach(Gate::open);
        server.dropConnections(); // the sockets with faults among them
    }

    /** Replies that come too late for somebody, or never. */
    private FailCommand rude() {
        FailCommand.Builder fault =
                FailCommand.on("find", "update", "ping", "getMore", "insert").times(1 + random.nextInt(3));
        return random.nextInt(3) == 0
                ? fault.closeConnection().build()
                : fault.block(Duration.ofMillis(random.nextInt(150))).build();
    }

    /** A server that is shutting down and says so, which puts all connections in doubt. */
    private static FailCommand unwelcoming() {
        return FailCommand.on("hello", "isMaster", "ismaster")
                .times(2)
                .errorCode(91)
                .build();
    }

    /** What goes wrong with the sockets that are dialed next, at any byte of theirs. */
    private Faults faults() {
        int bytes = random.nextInt(20_000);
        return switch (random.nextInt(9)) {
            case 0 -> Faults.none().refuse();
            case 1 -> Faults.none().hangConnect(gate());
            case 2 -> Faults.none().resetAfterReading(bytes);
            case 3 -> Faults.none().resetAfterWriting(bytes);
            case 4 -> Faults.none().endAfterReading(bytes);
            case 5 -> Faults.none().blockReadAfter(bytes, gate());
            case 6 -> Faults.none().blockWriteAfter(bytes, gate());
            case 7 -> Faults.none().failAfterWriting(bytes);
            default -> Faults.none().shortReads();
        };
    }

    private Gate gate() {
        if (hanging.size() == MOST_HANGING) {
            hanging.remove().open();
        }
        Gate gate = new Gate();
        hanging.add(gate);
        return gate;
    }
}
