package io.github.mooring.bench.fork;

import io.github.mooring.bench.canned.Behaviour;
import io.github.mooring.bench.canned.ServerAccess;
import io.github.mooring.bench.client.Operation;
import io.github.mooring.bench.load.Clients;
import io.github.mooring.bench.load.Contest;
import io.github.mooring.bench.load.Contestant;
import io.github.mooring.bench.load.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One client under load in a JVM of its own, for tracers and profilers. It obeys its input, line by line:
 *
 * <pre>
 * open THREADS POOL FINDS   connects and warms up; answers "ready"
 * run MILLIS                answers the number of finds
 * record MILLIS FILE        the same under the flight recorder, and then a line for each part of the stack:
 *                           name, tab, share of CPU samples, tab, share of allocation; ends with "end"
 * </pre>
 */
public final class LoadMain implements AutoCloseable {
    private final ServerAccess server;
    private final String client;
    private final String options;
    private @Nullable Contest contest;

    private LoadMain(ServerAccess server, String client, String options) {
        this.server = server;
        this.client = client;
        this.options = options;
    }

    /** Arguments: where the server is, the client's name, and Mooring's further options. */
    public static void main(String[] args) throws Exception {
        Parent.endWithIt();
        try (LoadMain load = new LoadMain(ServerAccess.parse(args[0]), args[1], args.length > 2 ? args[2] : "");
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            String line = input.readLine();
            while (line != null) {
                load.obey(line.split(" ", -1));
                line = input.readLine();
            }
        }
    }

    private void obey(String[] words) throws Exception {
        switch (words[0]) {
            case "open" -> open(new Point(number(words[1]), number(words[2])), number(words[3]));
            case "run" -> System.out.println(run(Duration.ofMillis(number(words[1]))));
            case "record" -> record(Duration.ofMillis(number(words[1])), Path.of(words[2]));
            default -> throw new IllegalArgumentException("unknown order '" + words[0] + "'");
        }
    }

    private void open(Point point, int finds) throws IOException, InterruptedException, ExecutionException {
        close();
        Contest opened = new Contest(server, Behaviour.PLAIN, Operation.FIND, List.of(contestant(point)));
        contest = opened;
        opened.warmUp(finds);
        System.out.println("ready");
    }

    private Contestant contestant(Point point) {
        return switch (client) {
            case Clients.MOORING -> Clients.mooring(point, options);
            case Clients.VENDOR -> Clients.vendor(point);
            case Clients.RAW -> Clients.raw(point);
            default -> throw new IllegalArgumentException("there is no client '" + client + "'");
        };
    }

    private long run(Duration time) throws InterruptedException, ExecutionException {
        if (contest == null) {
            throw new IllegalStateException("run before open");
        }
        return contest.first(time).latency().getTotalCount();
    }

    private void record(Duration time, Path file) throws Exception {
        long finds;
        try (Profile profile = Profile.start()) {
            finds = run(time);
            profile.dump(file);
        }
        System.out.println(finds);
        for (Map.Entry<String, Profile.Share> part : Profile.parts(file).entrySet()) {
            System.out.printf(
                    Locale.ROOT,
                    "%s\t%.4f\t%.4f%n",
                    part.getKey(),
                    part.getValue().cpu(),
                    part.getValue().allocation());
        }
        System.out.println("end");
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    @Override
    public void close() {
        if (contest != null) {
            contest.close();
            contest = null;
        }
    }
}
