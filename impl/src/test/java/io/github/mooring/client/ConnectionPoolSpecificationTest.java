package io.github.mooring.client;

import io.github.mooring.specification.Deviations;
import io.github.mooring.specification.SpecificationCases;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * The cases of the specification Connection Monitoring and Pooling, those of its own format, on a pool as a deployment makes it, with
 * connections to an embedded server, and heard by an application's listener.
 */
@Tag(SpecificationCases.TAG)
@Timeout(300)
class ConnectionPoolSpecificationTest {
    private static EmbeddedServer server;

    @BeforeAll
    static void startServer() {
        server = EmbeddedServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> poolUnitAndIntegrationCases() {
        return SpecificationCases.ofWholeFiles(
                "connection-monitoring-and-pooling/tests/cmap-format", Deviations.none(), testCase -> {
                    try (CmapRun run = new CmapRun(server, testCase)) {
                        run.run();
                    } finally {
                        server.clearFailPoint();
                    }
                });
    }
}
