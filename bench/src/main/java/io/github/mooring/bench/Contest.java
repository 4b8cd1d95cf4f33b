package io.github.mooring.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * The clients at one point, each with its load; confined to one thread.
 *
 * <p>They take turns, in every other round backwards, so that neither the moods of the machine nor what one client leaves
 * to the collector favour another.
 */
final class Contest implements AutoCloseable {
    private static final Duration WARM_UP_TURN = Duration.ofMillis(250);
    /** A first turn, not counted, is this part of a turn: time to open the connections. */
    private static final int SETTLE_SHARE = 2;

    private final List<FindClient> clients = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();

    /** Connects the clients, which close with this. */
    Contest(Point point, ServerProcess server) throws IOException {
        boolean ready = false;
        try {
            clients.add(new MooringClient(server.port(), point.pool()));
            clients.add(new VendorClient(server.port(), point.pool()));
            clients.add(new RawClient(server.port()));
            for (FindClient client : clients) {
                loads.add(new Load(client, point.threads(), server::cpuTime));
            }
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    /** Lets each client find so often. */
    void warmUp(int finds) throws InterruptedException, ExecutionException {
        for (Load load : loads) {
            long done = 0;
            while (done < finds) {
                done += load.run(WARM_UP_TURN).latency().getTotalCount();
            }
        }
    }

    /** Measures; the order of the results is that of the clients. */
    Map<String, List<Round>> rounds(int count, Duration turn) throws InterruptedException, ExecutionException {
        Map<String, List<Round>> results = new LinkedHashMap<>();
        for (Load load : loads) {
            load.run(turn.dividedBy(SETTLE_SHARE));
            results.put(load.client().name(), new ArrayList<>());
        }
        List<Load> order = new ArrayList<>(loads);
        for (int i = 0; i < count; i++) {
            for (Load load : order) {
                results.getOrDefault(load.client().name(), List.of()).add(load.run(turn));
            }
            Collections.reverse(order);
        }
        return results;
    }

    @Override
    public void close() {
        loads.forEach(Load::close);
        clients.forEach(FindClient::close);
    }
}
