package io.github.mooring.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to measure and for how long; immutable.
 *
 * @param threads    numbers of threads
 * @param pools      sizes of pools
 * @param rounds     rounds for each point; in each of them every client has its turn
 * @param round      length of one turn
 * @param warmUp     finds of each client before anything is measured; so many, and not for so long, because a slow client
 *                   needs more time to have the JVM compile it, and on a busy machine all of them do
 * @param plainReply whether the replies shall lack the cluster times
 */
record BenchmarkOptions(
        List<Integer> threads, List<Integer> pools, int rounds, Duration round, int warmUp, boolean plainReply) {
    static final String USAGE = "options: --quick, --threads=1,4,16,64, --pools=1,4,16,100, --rounds=5, "
            + "--round-ms=700, --warm-up-finds=200000, --plain-reply";

    /** About two minutes. */
    static final BenchmarkOptions DEFAULT = new BenchmarkOptions(
            List.of(1, 4, 16, 64), List.of(1, 4, 16, 100), 5, Duration.ofMillis(700), 200_000, false);

    /** About twenty seconds. */
    static final BenchmarkOptions QUICK =
            new BenchmarkOptions(List.of(1, 16, 64), List.of(4, 16), 3, Duration.ofMillis(250), 100_000, false);

    /** Checks the values. */
    BenchmarkOptions {
        threads.forEach(count -> require("--threads", count));
        pools.forEach(count -> require("--pools", count));
        require("--rounds", rounds);
        require("--round-ms", round.toMillis());
        require("--warm-up-finds", warmUp);
    }

    /**
     * Reads the arguments of a command line; a later one changes what an earlier one said.
     *
     * @throws IllegalArgumentException naming the one that is wrong and all that there are
     */
    static BenchmarkOptions parse(String... args) {
        BenchmarkOptions options = DEFAULT;
        for (String arg : args) {
            try {
                options = options.with(arg);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a number in '" + arg + "'; " + USAGE, e);
            }
        }
        return options;
    }

    private BenchmarkOptions with(String arg) {
        int equals = arg.indexOf('=');
        String name = equals < 0 ? arg : arg.substring(0, equals);
        String value = arg.substring(equals + 1);
        return switch (name) {
            case "--quick" -> QUICK;
            case "--threads" -> new BenchmarkOptions(numbers(value), pools, rounds, round, warmUp, plainReply);
            case "--pools" -> new BenchmarkOptions(threads, numbers(value), rounds, round, warmUp, plainReply);
            case "--rounds" -> new BenchmarkOptions(threads, pools, Integer.parseInt(value), round, warmUp, plainReply);
            case "--round-ms" ->
                new BenchmarkOptions(
                        threads, pools, rounds, Duration.ofMillis(Long.parseLong(value)), warmUp, plainReply);
            case "--warm-up-finds" ->
                new BenchmarkOptions(threads, pools, rounds, round, Integer.parseInt(value), plainReply);
            case "--plain-reply" -> new BenchmarkOptions(threads, pools, rounds, round, warmUp, true);
            default -> throw new IllegalArgumentException("unknown option '" + arg + "'; " + USAGE);
        };
    }

    private static List<Integer> numbers(String value) {
        return Stream.of(value.split(",", -1)).map(Integer::valueOf).toList();
    }

    private static void require(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed is 1 and more; " + USAGE);
        }
    }
}
