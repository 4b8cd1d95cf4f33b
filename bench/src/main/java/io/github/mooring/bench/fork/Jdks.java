package io.github.mooring.bench.fork;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Finds a newer JDK. Stateless. */
public final class Jdks {
    /** The first with virtual threads. */
    public static final int VIRTUAL_THREADS = 21;

    /** Source: where Linux distributions, macOS and the common managers of JDKs put them. */
    private static final List<String> USUAL_PLACES = List.of(
            "/usr/lib/jvm",
            "/usr/java",
            "/opt",
            "/opt/java",
            "/Library/Java/JavaVirtualMachines",
            System.getProperty("user.home") + "/.sdkman/candidates/java",
            System.getProperty("user.home") + "/.jdks");

    private Jdks() {}

    /**
     * The JDK at the path, or else this JVM's, or else the newest in the usual places, if it has virtual threads.
     *
     * @param path null to look for one
     * @throws IllegalArgumentException if there is none at the path, or an older one
     */
    public static Optional<Jdk> withVirtualThreads(@Nullable String path) {
        if (path != null) {
            Jdk jdk = read(Path.of(path))
                    .orElseThrow(() -> new IllegalArgumentException("there is no JDK at '" + path + "'"));
            if (jdk.feature() < VIRTUAL_THREADS) {
                throw new IllegalArgumentException(
                        "the JDK at '" + path + "' is " + jdk.version() + ", virtual threads need " + VIRTUAL_THREADS);
            }
            return Optional.of(jdk);
        }
        List<Jdk> found = new ArrayList<>();
        read(Path.of(System.getProperty("java.home"))).ifPresent(found::add);
        for (String place : USUAL_PLACES) {
            found.addAll(in(Path.of(place)));
        }
        return found.stream()
                .filter(jdk -> jdk.feature() >= VIRTUAL_THREADS)
                .max(Comparator.comparingInt(Jdk::feature));
    }

    private static List<Jdk> in(Path place) {
        List<Jdk> found = new ArrayList<>();
        if (Files.isDirectory(place)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(place)) {
                for (Path home : homes) {
                    read(home).or(() -> read(home.resolve("Contents/Home"))).ifPresent(found::add);
                }
            } catch (IOException e) {
                return found; // what cannot be looked into has nothing to offer
            }
        }
        return found;
    }

    /** A home is known by its java and by its file "release", which tells the version. */
    private static Optional<Jdk> read(Path home) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(release)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            return Optional.empty();
        }
        String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
        String feature = version.startsWith("1.") ? version.substring(2) : version;
        String digits = feature.replaceAll("[^0-9].*", "");
        return digits.isEmpty() ? Optional.empty() : Optional.of(new Jdk(home, version, Integer.parseInt(digits)));
    }

    /**
     * A JDK.
     *
     * @param home    its folder
     * @param version as it says it
     * @param feature the first number of that
     */
    public record Jdk(Path home, String version, int feature) {
        /** Its launcher. */
        public String java() {
            return home.resolve("bin/java").toString();
        }
    }
}
