package io.github.mooring.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds a JDK that has virtual threads. */
final class NewerJdk {
    static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    private NewerJdk() {}

    /**
     * The home of one: what {@code -Dmooring.jdk21} names, else the JDK that the tests run on, else the newest
     * installed where Linux has them.
     *
     * @throws IllegalArgumentException if the one that was named is too old or is none
     */
    static Optional<Path> find() {
        String named = System.getProperty("mooring.jdk21");
        if (named != null) {
            Path home = Path.of(named);
            if (version(home) < FIRST_WITH_VIRTUAL_THREADS) {
                throw new IllegalArgumentException("-Dmooring.jdk21=" + named + " is no JDK "
                        + FIRST_WITH_VIRTUAL_THREADS + " or newer, it has version " + version(home));
            }
            return Optional.of(home);
        }
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        return installed().stream()
                .filter(home -> version(home) >= FIRST_WITH_VIRTUAL_THREADS)
                .max(Comparator.comparingInt(NewerJdk::version));
    }

    private static List<Path> installed() {
        if (!Files.isDirectory(USUAL_PLACE)) {
            return List.of();
        }
        try (Stream<Path> homes = Files.list(USUAL_PLACE)) {
            return homes.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version that a JDK says it has; 0 for what is no JDK. */
    static int version(Path home) {
        Path release = home.resolve("release");
        if (!Files.isRegularFile(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return 0;
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(release));
            return version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
