package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.client.Eventually;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.Scope;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of servers and client, and the authority behind them, are renewed while writes go on. */
@Timeout(300)
class RenewedCertificateTest {
    private static final int CALLERS = 12;
    /** So often the client looks at its files, with some slack. */
    private static final Duration NEXT_LOOK = Duration.ofMillis(1_100);

    private final CertificateAuthority before = CertificateAuthority.create("Old CA");
    private final CertificateAuthority after = CertificateAuthority.create("New CA");
    private final Writes writes = new Writes();
    /** How servers speak from their next start on. */
    private volatile ServerTls tls = ServerTls.with(before.server());

    @TempDir
    Path folder;

    /** As tools that renew certificates do it: another file, moved into place. */
    private void put(String name, String pem) throws IOException {
        Path fresh = Files.writeString(folder.resolve(name + ".new"), pem);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Rig start() throws IOException {
        put("ca.pem", before.pem());
        put("own.pem", before.order("CN=shop").issue().pem());
        Lab.Builder lab = Lab.builder().members(3).servers(server -> server.tls(tls));
        return Rig.start(
                lab,
                "tls=true&tlsCAFile=" + folder.resolve("ca.pem") + "&tlsCertificateKeyFile="
                        + folder.resolve("own.pem"));
    }

    private void present(Rig rig, ServerTls now) {
        tls = now;
        rig.lab().nodes().forEach(node -> node.server().tls(now));
    }

    private static void dropConnections(Rig rig) {
        rig.lab().nodes().forEach(node -> node.network().reset(Scope.all()));
    }

    @Test
    void whoRenewsInTheRightOrderIsNoticedByNobody() throws Exception {
        try (Rig rig = start();
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(2);
            put("ca.pem", before.pem() + after.pem());
            put("own.pem", after.order("CN=shop").issue().pem());
            Waits.pass(NEXT_LOOK);
            present(rig, ServerTls.with(after.server()).requiringClientsOf(after));
            dropConnections(rig);
            load.awaitProgress(3);
            put("ca.pem", after.pem());
            Waits.pass(NEXT_LOOK);
            for (LabNode node : rig.lab().nodes()) {
                node.restart();
                load.awaitProgress(3); // a write has two attempts, so it must not meet two restarts
            }
            load.end();

            assertThat(load.errors()).isEmpty();
            writes.assertKept(rig);
        }
    }

    @Test
    void aServerThatNobodyTrustsYetIsTrustedOnceTheFileSaysSo() throws Exception {
        try (Rig rig = start();
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(2);
            present(rig, ServerTls.with(after.server()));
            dropConnections(rig);
            Eventually.isTrue(
                    "no server is trusted", () -> rig.factory().statistics().lastError() != null);
            put("ca.pem", after.pem());
            load.awaitProgress(3);
            load.end();

            assertThat(load.errors()).allSatisfy(e -> assertThat(e).hasMessageContaining("New CA"));
            writes.assertKept(rig);
        }
    }
}
