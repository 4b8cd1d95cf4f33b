package io.github.mooring.bench.table;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.bench.canned.Behaviour;
import io.github.mooring.bench.client.ClientSettings;
import io.github.mooring.bench.client.MooringClient;
import io.github.mooring.bench.load.Contestant;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.load.Threads;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mooring beside itself: never, when full or always more than one request on a connection. */
final class SharingTable implements BenchTable {
    private static final List<Point> POINTS =
            List.of(new Point(16, 4), new Point(16, 16), new Point(64, 4), new Point(64, 16), new Point(256, 16));
    private static final List<Point> QUICK = List.of(new Point(16, 4));
    private static final List<String> POLICIES = List.of("never", "whenFull", "always");
    private static final String OPTION = "connectionSharing=";

    @Override
    public String name() {
        return "sharing";
    }

    @Override
    public String title() {
        return "find by _id by Mooring alone, by the policy of sharing connections";
    }

    @Override
    public void print(Bench bench) throws Exception {
        String refusal = refusal(bench);
        if (refusal != null) {
            bench.out().println("skipped: this Mooring cannot be told how to share: " + refusal);
            return;
        }
        ContestTable table = new ContestTable(POLICIES.toArray(String[]::new));
        for (Point point : bench.options().quick() ? QUICK : POINTS) {
            table.add(bench.contest(
                    Behaviour.PLAIN,
                    point,
                    contestants(point, bench.options().mooringOptions()),
                    bench.options().turn()));
        }
        table.print(bench.out());
    }

    private static List<Contestant> contestants(Point point, String options) {
        String more = options.isEmpty() ? "" : "&" + options;
        return POLICIES.stream()
                .map(policy -> new Contestant(
                        policy,
                        point.pool(),
                        Threads.platform(point.threads()),
                        OPTION + policy + more,
                        MooringClient::new))
                .toList();
    }

    /** What Mooring says against the option, null if it takes it. */
    private static @Nullable String refusal(Bench bench) {
        ClientSettings settings =
                new ClientSettings(bench.server().port(Behaviour.PLAIN), "sharing", 1, OPTION + POLICIES.get(0));
        try (MooringClient client = new MooringClient(settings)) {
            client.find();
            return null;
        } catch (MongoConfigurationException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
