package io.github.mooring.bench.table;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How tables start other JVMs. Stateless. */
final class Forks {
    /** Source: JEP 498. */
    private static final int WARNS_OF_UNSAFE_SINCE = 24;

    private Forks() {}

    /** This JVM's launcher. */
    static String ownJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** This JVM's heap and collector, so that all have the same. */
    static List<String> jvmOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-Xm") || argument.startsWith("-XX:"))
                .toList();
    }

    /** As {@link #jvmOptions}, without the warning of newer JDKs that JMH still uses Unsafe. */
    static List<String> quietFor(int feature) {
        List<String> options = new ArrayList<>(jvmOptions());
        if (feature >= WARNS_OF_UNSAFE_SINCE) {
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        return options;
    }

    /** An answer that is not the expected one ends the table. */
    static void require(String expected, String answer) throws IOException {
        if (!answer.equals(expected)) {
            throw new IOException("the other JVM said '" + answer + "' instead of '" + expected + "'");
        }
    }
}
