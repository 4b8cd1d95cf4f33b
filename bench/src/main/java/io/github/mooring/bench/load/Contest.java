package io.github.mooring.bench.load;

import io.github.mooring.bench.canned.Behaviour;
import io.github.mooring.bench.canned.PeerCount;
import io.github.mooring.bench.canned.ServerAccess;
import io.github.mooring.bench.client.Client;
import io.github.mooring.bench.client.ClientSettings;
import io.github.mooring.bench.client.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that take turns against one server, each with its load; confined to one thread.
 *
 * <p>In every other round they go backwards, so that neither the moods of the machine nor what one client leaves to the
 * collector favour another.
 */
public final class Contest implements AutoCloseable {
    private static final Duration WARM_UP_TURN = Duration.ofMillis(250);
    /** A first turn, not counted, is this part of a turn: time to open the connections. */
    private static final int SETTLE_SHARE = 2;

    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final ServerAccess server;
    private final List<Client> clients = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<String> applicationNames = new ArrayList<>();

    /** Connects the clients, which close with this. */
    public Contest(ServerAccess server, Behaviour behaviour, Operation operation, List<Contestant> contestants)
            throws IOException {
        this.server = server;
        boolean ready = false;
        try {
            for (Contestant contestant : contestants) {
                // one of its own for each client and contest, also among the processes that share a server
                String application = "c" + ProcessHandle.current().pid() + "-" + SERIAL.incrementAndGet();
                ClientSettings settings = new ClientSettings(
                        server.port(behaviour), application, contestant.pool(), contestant.options());
                Client client = contestant.opening().apply(settings);
                clients.add(client);
                applicationNames.add(application);
                loads.add(new Load(contestant.name(), client, operation, contestant.threads(), server::cpuTime));
            }
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    /** Lets each client do so many operations. */
    public void warmUp(int operations) throws InterruptedException, ExecutionException {
        for (Load load : loads) {
            long done = 0;
            while (done < operations) {
                done += load.run(WARM_UP_TURN).latency().getTotalCount();
            }
        }
    }

    /** Measures; the order of the results is that of the contestants. */
    public Map<String, List<Round>> rounds(int count, Duration turn) throws InterruptedException, ExecutionException {
        Map<String, List<Round>> results = new LinkedHashMap<>();
        for (Load load : loads) {
            load.run(turn.dividedBy(SETTLE_SHARE));
            results.put(load.name(), new ArrayList<>());
        }
        List<Load> order = new ArrayList<>(loads);
        for (int i = 0; i < count; i++) {
            for (Load load : order) {
                results.getOrDefault(load.name(), List.of()).add(load.run(turn));
            }
            Collections.reverse(order);
        }
        return results;
    }

    /** One turn of the first contestant alone. */
    public Round first(Duration turn) throws InterruptedException, ExecutionException {
        return loads.get(0).run(turn);
    }

    /** The connections of each contestant so far, as the server has counted them. */
    public Map<String, PeerCount> peers() throws IOException {
        Map<String, PeerCount> counts = new LinkedHashMap<>();
        for (int i = 0; i < loads.size(); i++) {
            counts.put(loads.get(i).name(), server.peers(applicationNames.get(i)));
        }
        return counts;
    }

    @Override
    public void close() {
        loads.forEach(Load::close);
        clients.forEach(Client::close);
    }
}
