package io.github.mooring.rar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Looks into the archive that the build made: what is inside, what must not be, and how big it is. */
class ArchiveIT {
    private static final long LIMIT_BYTES = 3L * 1024 * 1024;

    private static final Path RAR = Path.of(System.getProperty("mooring.rar", "target/mooring.rar"));

    /** Entries of the archive, without folders. */
    private static final List<String> ENTRIES = new ArrayList<>();

    /** Entry of a jar inside the archive -> that jar. */
    private static final TreeMap<String, String> NESTED = new TreeMap<>();

    @BeforeAll
    static void readArchive() throws IOException {
        try (ZipFile rar = new ZipFile(RAR.toFile())) {
            for (ZipEntry entry : rar.stream().filter(e -> !e.isDirectory()).toList()) {
                ENTRIES.add(entry.getName());
                if (entry.getName().endsWith(".jar")) {
                    readJar(entry.getName(), rar.getInputStream(entry));
                }
            }
        }
    }

    private static void readJar(String name, InputStream bytes) throws IOException {
        try (ZipInputStream jar = new ZipInputStream(bytes)) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                NESTED.put(entry.getName(), name);
            }
        }
    }

    @Test
    void holdsExactlyTheJarsTheAdapterNeeds() {
        List<String> jars = ENTRIES.stream()
                .filter(e -> e.endsWith(".jar"))
                .map(ArchiveIT::withoutVersion)
                .toList();

        assertThat(jars)
                .containsExactlyInAnyOrder(
                        "mooring-api",
                        "mooring-impl",
                        "bson",
                        "bson-record-codec",
                        "aircompressor",
                        "scram-client",
                        "scram-common",
                        "saslprep",
                        "stringprep");
    }

    @Test
    void holdsNothingElseButItsDescriptors() {
        List<String> others = ENTRIES.stream()
                .filter(e -> !e.endsWith(".jar"))
                .filter(e -> !e.startsWith("META-INF/maven/"))
                .toList();

        assertThat(others)
                .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "META-INF/ra.xml", "META-INF/ironjacamar.xml");
    }

    @Test
    void holdsNoClassThatTheServerOrTheTestsShouldBring() {
        assertThat(NESTED.keySet())
                .contains("io/github/mooring/jca/MongoResourceAdapter.class", "org/bson/Document.class")
                .noneMatch(e -> e.startsWith("jakarta/") || e.startsWith("javax/"))
                .noneMatch(e -> e.startsWith("com/mongodb/"))
                .noneMatch(e -> e.startsWith("org/slf4j/") || e.startsWith("org/jspecify/"))
                .noneMatch(e -> e.startsWith("org/junit/") || e.startsWith("io/github/mooring/testkit/"))
                .noneMatch(e -> e.startsWith("de/bwaldvogel/") || e.startsWith("io/netty/"))
                .noneMatch(e -> e.startsWith("com/github/luben/") || e.startsWith("org/xerial/"))
                .as("no native library, whose loader would outlive an undeployed adapter")
                .noneMatch(e -> e.endsWith(".so") || e.endsWith(".dll") || e.endsWith(".dylib"));
    }

    /** WildFly shows a deployment no more of the JDK than java.se, unless the manifest asks for it. */
    @Test
    void asksForTheModuleOfTheJdkThatTheCompressorsNeed() throws IOException {
        try (ZipFile rar = new ZipFile(RAR.toFile())) {
            Manifest manifest = new Manifest(rar.getInputStream(rar.getEntry("META-INF/MANIFEST.MF")));

            assertThat(manifest.getMainAttributes().getValue("Dependencies"))
                    .isEqualTo("jdk.unsupported,jdk.jfr optional");
        }
    }

    @Test
    void staysUnderThreeMebibytes() throws IOException {
        assertThat(Files.size(RAR)).isLessThan(LIMIT_BYTES);
    }

    /** {@code scram-client-3.2.jar} becomes {@code scram-client}. */
    private static String withoutVersion(String jar) {
        return jar.replaceFirst("-[0-9][^/]*\\.jar$", "");
    }
}
