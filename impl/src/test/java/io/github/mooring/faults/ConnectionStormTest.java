package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.OpenClient;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.Scope;
import io.github.mooring.time.Clock;
import java.time.Duration;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Five hundred callers that lose all connections at once, and all want one. */
@Timeout(300)
class ConnectionStormTest {
    private static final int CALLERS = 500;
    private static final int POOL = 50;
    private static final int CONNECTING = 3;
    private static final String OPTIONS =
            "maxPoolSize=" + POOL + "&maxConnecting=" + CONNECTING + "&connectTimeoutMS=3000";

    private final Writes writes = new Writes();
    private final ConnectingGauge gauge = new ConnectingGauge();

    private Rig start() {
        return Rig.start(
                Lab.builder().members(1),
                lab -> OpenClient.dial(
                        ClientOptions.parse(lab.uri() + "&" + OPTIONS).withConnectionPoolListener(gauge),
                        Clock.system(),
                        SocketFactory.getDefault()));
    }

    private void assertSurvived(Rig rig, Load load) throws InterruptedException {
        load.awaitProgress(1);
        load.end();
        assertThat(load.errors()).isEmpty();
        assertThat(gauge.mostConnecting()).isPositive().isLessThanOrEqualTo(CONNECTING);
        assertThat(gauge.mostOpen()).isPositive().isLessThanOrEqualTo(POOL);
        writes.assertKept(rig);
    }

    @Test
    void afterARestartAllAreServedThroughFewerConnectsThanMayBeMadeAtOnce() throws Exception {
        try (Rig rig = start();
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(1);
            LabNode server = rig.primary();
            server.kill();
            server.start();
            assertSurvived(rig, load);
        }
    }

    @Test
    void aServerThatRefusesConnectsForAWhileIsWaitedFor() throws Exception {
        try (Rig rig = start();
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(1);
            LabNode server = rig.primary();
            server.network().refuse();
            server.network().reset(Scope.all());
            Waits.pass(Duration.ofMillis(300));
            server.network().restore();
            assertSurvived(rig, load);
        }
    }

    @Test
    void aServerWhoseBacklogIsFullIsWaitedFor() throws Exception {
        try (Rig rig = start();
                Load load = rig.load(CALLERS, writes)) {
            load.awaitProgress(1);
            LabNode server = rig.primary();
            server.network().fillBacklog();
            server.network().reset(Scope.all());
            Waits.pass(Duration.ofMillis(300));
            server.network().restore();
            assertSurvived(rig, load);
        }
    }
}
