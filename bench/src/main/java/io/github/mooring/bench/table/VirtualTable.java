package io.github.mooring.bench.table;

import io.github.mooring.bench.fork.ForkedJvm;
import io.github.mooring.bench.fork.Jdks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Find by id from virtual threads, in the JVM of a newer JDK. */
final class VirtualTable implements BenchTable {
    @Override
    public String name() {
        return "virtual";
    }

    @Override
    public String title() {
        return "find by _id from virtual threads, Mooring with 4 connections beside the vendor's driver with 100";
    }

    @Override
    public void print(Bench bench) throws Exception {
        Optional<Jdks.Jdk> newer = Jdks.withVirtualThreads(bench.options().jdk());
        if (newer.isEmpty()) {
            bench.out().println("skipped: no JDK " + Jdks.VIRTUAL_THREADS + "+ found; name one by -Dbench.jdk=PATH");
            return;
        }
        Options options = bench.options();
        List<String> args = new ArrayList<>(List.of(bench.server().text()));
        if (options.quick()) {
            args.add("--quick");
        }
        args.add("--rounds=" + options.rounds());
        args.add("--round-ms=" + options.turn().toMillis());
        args.add("--warm-up=" + options.warmUp());
        args.add("--mooring-options=" + options.mooringOptions());
        bench.out().println("JDK " + newer.get().version());
        bench.out().println();
        try (ForkedJvm jvm =
                new ForkedJvm(newer.get().java(), Forks.jvmOptions(), VirtualMain.class, args.toArray(String[]::new))) {
            for (String line : jvm.receiveRest()) {
                accept(line, bench);
            }
        }
        bench.out().flush();
    }

    private static void accept(String line, Bench bench) {
        if (line.startsWith(VirtualMain.FIGURE)) {
            String[] parts = line.split("\t", -1);
            bench.figures().put(parts[1], Double.parseDouble(parts[2]));
        } else {
            bench.out().println(line);
        }
    }
}
