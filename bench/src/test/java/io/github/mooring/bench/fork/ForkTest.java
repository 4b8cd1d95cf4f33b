package io.github.mooring.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkTest {
    @Test
    void aStackBelongsToTheInnermostPartThatIsKnown() {
        assertThat(Parts.of(List.of(
                        "sun.nio.ch.SocketDispatcher.read0",
                        "sun.nio.ch.NioSocketImpl.implRead",
                        "io.github.mooring.transport.SocketTransport.read",
                        "io.github.mooring.client.FindQuery.first",
                        "io.github.mooring.bench.load.Load.work")))
                .isEqualTo("socket: read and wait");
        assertThat(Parts.of(List.of(
                        "java.util.HashMap.put",
                        "org.bson.Document.append",
                        "io.github.mooring.operation.Find.encode")))
                .isEqualTo("BSON library");
        assertThat(Parts.of(List.of("java.lang.String.hashCode", "io.github.mooring.pool.Pool.checkOut")))
                .isEqualTo("mooring: pool");
        assertThat(Parts.of(List.of("java.lang.Thread.run"))).isEqualTo(Parts.OTHER);
    }

    @Test
    void theSummaryOfStraceIsReadByNameWhetherCallsFailedOrNot() {
        Map<String, Long> counts = SystemCalls.parse(List.of(
                "% time     seconds  usecs/call     calls    errors syscall",
                "------ ----------- ----------- --------- --------- ----------------",
                " 70.15    0.012345          12      1000        17 futex",
                " 29.85    0.005000           1      5000           sendto",
                "------ ----------- ----------- --------- --------- ----------------",
                "100.00    0.017345           2      6000        17 total"));

        assertThat(counts).containsExactly(Map.entry("sendto", 5000L), Map.entry("futex", 1000L));
    }

    @Test
    void aJdkIsKnownByItsReleaseAndRefusedWhereItIsTooOld(@TempDir Path folder) throws IOException {
        assertThat(Jdks.withVirtualThreads(jdk(folder, "25.0.3").toString())).hasValueSatisfying(jdk -> {
            assertThat(jdk.feature()).isEqualTo(25);
            assertThat(jdk.java()).endsWith("bin/java");
        });
        String old = jdk(folder, "17.0.15").toString();
        assertThatThrownBy(() -> Jdks.withVirtualThreads(old))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("17.0.15")
                .hasMessageContaining("need 21");
        assertThatThrownBy(() -> Jdks.withVirtualThreads(folder.resolve("none").toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no JDK at");
    }

    private static Path jdk(Path folder, String version) throws IOException {
        Path home = folder.resolve("jdk-" + version);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        assertThat(Files.createFile(java).toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
