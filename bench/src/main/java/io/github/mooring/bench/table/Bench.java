package io.github.mooring.bench.table;

import io.github.mooring.bench.canned.Behaviour;
import io.github.mooring.bench.canned.ServerAccess;
import io.github.mooring.bench.client.Operation;
import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Contest;
import io.github.mooring.bench.load.Contestant;
import io.github.mooring.bench.load.Point;
import io.github.mooring.bench.load.Result;
import io.github.mooring.bench.report.Figures;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** One run of the benchmark: what the tables share. Confined to one thread. */
public final class Bench {
    /** The vendor's driver with as many connections as threads, beside itself with fewer. */
    static final String VENDOR_16 = "vendor/16";

    private static final Point VENDOR_16_BESIDE = new Point(16, 4);
    /** Chosen: in one there is a connection for each, in the other some must wait or share, so both ways get compiled. */
    private static final List<Point> WARM_UPS = List.of(new Point(4, 4), new Point(16, 4));

    private final Options options;
    private final ServerAccess server;
    private final PrintStream out;
    private final Figures figures = new Figures();
    private final Map<Point, Result> finds = new HashMap<>();
    private boolean warm;

    /** A run against a server that offers at least {@link #BEHAVIOURS}. */
    public Bench(Options options, ServerAccess server, PrintStream out) {
        this.options = options;
        this.server = server;
        this.out = out;
    }

    /** A network of 1 ms. */
    static final Behaviour LINK = Behaviour.PLAIN.withLatency(Duration.ofMillis(1));
    /** One request at a time on each connection, 200 microseconds each, 300 microseconds away. */
    static final Behaviour SERVICE =
            Behaviour.PLAIN.withService(Duration.ofNanos(200_000)).withLatency(Duration.ofNanos(300_000));
    /** Dialing takes a while. */
    static final Behaviour SLOW_DIAL = Behaviour.PLAIN.withHandshake(Duration.ofMillis(50));

    /** All that the tables need of a server. */
    public static final List<Behaviour> BEHAVIOURS = List.of(Behaviour.PLAIN, LINK, SERVICE, SLOW_DIAL);

    /** What was asked for. */
    public Options options() {
        return options;
    }

    /** The server. */
    ServerAccess server() {
        return server;
    }

    /** Where the report goes. */
    PrintStream out() {
        return out;
    }

    /** What the targets are held against. */
    public Figures figures() {
        return figures;
    }

    /** Find by id at a point, by all clients; measured once in a run. */
    Result finds(Point point) throws IOException, InterruptedException, ExecutionException {
        Result known = finds.get(point);
        if (known == null) {
            known = contest(Behaviour.PLAIN, point, everyone(point), options.turn());
            finds.put(point, known);
        }
        return known;
    }

    /** Finds of these contestants at a point. */
    Result contest(Behaviour behaviour, Point point, List<Contestant> contestants, Duration turn)
            throws IOException, InterruptedException, ExecutionException {
        warmUp();
        progress(point.toString());
        try (Contest contest = new Contest(server, behaviour, Operation.FIND, contestants)) {
            return new Result(point, contest.rounds(options.rounds(), turn), contest.peers());
        }
    }

    /** Lets the JVM compile, once in a run. */
    void warmUp() throws IOException, InterruptedException, ExecutionException {
        if (warm) {
            return;
        }
        warm = true;
        progress("warm-up");
        for (Point point : WARM_UPS) {
            try (Contest contest = new Contest(server, Behaviour.PLAIN, Operation.FIND, everyone(point))) {
                contest.warmUp(options.warmUp() / WARM_UPS.size());
            }
        }
    }

    /** Tells a human that it goes on, apart from the report. */
    void progress(String what) {
        System.err.println("... " + what);
    }

    private List<Contestant> everyone(Point point) {
        List<Contestant> all = new ArrayList<>();
        all.add(Clients.mooring(point, options.mooringOptions()));
        all.add(Clients.vendor(point));
        all.add(Clients.raw(point));
        if (point.equals(VENDOR_16_BESIDE)) {
            Contestant more = Clients.vendor(new Point(point.threads(), 16));
            all.add(new Contestant(VENDOR_16, more.pool(), more.threads(), more.options(), more.opening()));
        }
        return all;
    }
}
