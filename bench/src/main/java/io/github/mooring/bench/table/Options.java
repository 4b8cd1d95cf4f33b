package io.github.mooring.bench.table;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to measure and for how long; immutable.
 *
 * @param tables         by name
 * @param threads        numbers of threads in the matrix
 * @param pools          sizes of pools in the matrix
 * @param rounds         rounds for each point; in each of them every client has its turn
 * @param turn           length of one turn
 * @param warmUp         operations of each client before anything is measured; so many, and not for so long, because a slow
 *                       client needs more time to have the JVM compile it, and on a busy machine all of them do
 * @param quick          a first look: fewer points everywhere
 * @param standalone     whether the server shall be one without a replica set
 * @param mooringOptions further options of Mooring's connection string, or empty
 * @param jdk            a JDK with virtual threads, null to look for one
 */
public record Options(
        List<String> tables,
        List<Integer> threads,
        List<Integer> pools,
        int rounds,
        Duration turn,
        int warmUp,
        boolean quick,
        boolean standalone,
        String mooringOptions,
        @Nullable String jdk) {
    /** Everything. */
    static final Options DEFAULT = new Options(
            Tables.names(),
            List.of(1, 4, 16, 64, 256),
            List.of(1, 4, 16, 100),
            5,
            Duration.ofMillis(600),
            200_000,
            false,
            false,
            "",
            null);

    /** What there is to say on the command line. */
    public static final String USAGE = "options: --quick, --tables=" + String.join(",", Tables.names())
            + ", --threads=1,4,16,64,256, --pools=1,4,16,100, --rounds=5, --round-ms=600, --warm-up=200000, "
            + "--standalone, --mooring-options=NAME=VALUE&..., --jdk=PATH";

    /** Checks the values. */
    public Options {
        tables.forEach(name -> {
            if (!Tables.names().contains(name)) {
                throw new IllegalArgumentException("there is no table '" + name + "'; " + USAGE);
            }
        });
        threads.forEach(count -> require("--threads", count));
        pools.forEach(count -> require("--pools", count));
        require("--rounds", rounds);
        require("--round-ms", turn.toMillis());
        require("--warm-up", warmUp);
    }

    /**
     * Reads the arguments of a command line; a later one changes what an earlier one said.
     *
     * @throws IllegalArgumentException naming the one that is wrong and all that there are
     */
    public static Options parse(String... args) {
        Options options = DEFAULT;
        for (String arg : args) {
            try {
                options = options.with(arg);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("not a number in '" + arg + "'; " + USAGE, e);
            }
        }
        return options;
    }

    private Options with(String arg) {
        int equals = arg.indexOf('=');
        String name = equals < 0 ? arg : arg.substring(0, equals);
        String value = arg.substring(equals + 1);
        return switch (name) {
            case "--quick" -> quickly();
            case "--tables" -> changed(List.of(value.split(",", -1)), threads, pools, rounds, turn, warmUp);
            case "--threads" -> changed(tables, numbers(value), pools, rounds, turn, warmUp);
            case "--pools" -> changed(tables, threads, numbers(value), rounds, turn, warmUp);
            case "--rounds" -> changed(tables, threads, pools, Integer.parseInt(value), turn, warmUp);
            case "--round-ms" ->
                changed(tables, threads, pools, rounds, Duration.ofMillis(Long.parseLong(value)), warmUp);
            case "--warm-up" -> changed(tables, threads, pools, rounds, turn, Integer.parseInt(value));
            case "--standalone" -> with(quick, true, mooringOptions, jdk);
            case "--mooring-options" -> with(quick, standalone, value, jdk);
            case "--jdk" -> with(quick, standalone, mooringOptions, value.isEmpty() ? null : value);
            default -> throw new IllegalArgumentException("unknown option '" + arg + "'; " + USAGE);
        };
    }

    /** About a minute: enough to see that everything works, not enough to believe a figure. */
    private Options quickly() {
        return new Options(
                tables,
                List.of(1, 16, 64),
                List.of(4, 16),
                3,
                Duration.ofMillis(100),
                20_000,
                true,
                standalone,
                mooringOptions,
                jdk);
    }

    private Options changed(
            List<String> newTables,
            List<Integer> newThreads,
            List<Integer> newPools,
            int newRounds,
            Duration newTurn,
            int newWarmUp) {
        return new Options(
                newTables, newThreads, newPools, newRounds, newTurn, newWarmUp, quick, standalone, mooringOptions, jdk);
    }

    private Options with(boolean newQuick, boolean newStandalone, String newMooring, @Nullable String newJdk) {
        return new Options(tables, threads, pools, rounds, turn, warmUp, newQuick, newStandalone, newMooring, newJdk);
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
