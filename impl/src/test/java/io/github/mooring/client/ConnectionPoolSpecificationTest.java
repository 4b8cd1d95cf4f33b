package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.specification.Deviations;
import io.github.mooring.specification.SpecificationCases;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;

/**
 * The cases of the specification Connection Monitoring and Pooling, those of its own format on a pool as a deployment makes it, with
 * connections to an embedded server, and heard by an application's listener.
 */
@Tag(SpecificationCases.TAG)
@Timeout(60)
class ConnectionPoolSpecificationTest {
    private static final String NO_POOL_BEFORE_AN_OPERATION =
            "a pool begins with the first operation of its user, not with the client";
    private static final String NO_SUCH_OPTION = "the deprecated option does not exist; see maxWaitQueueSize";

    /** Case to reason. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "Create a client, run a command, and close the client",
            "there are no server sessions yet, so closing a client sends no endSessions",
            "Connection checkout fails due to error establishing connection",
            "a network error while authenticating does not clear the pool, since it may be the server's overload",
            "Options should be included in connection pool created message when specified",
            NO_POOL_BEFORE_AN_OPERATION,
            "maxConnecting should be included in connection pool created message when specified",
            NO_POOL_BEFORE_AN_OPERATION,
            "waitQueueTimeoutMS should be included in connection pool created message when specified",
            NO_POOL_BEFORE_AN_OPERATION,
            "waitQueueSize should be included in connection pool created message when specified",
            NO_SUCH_OPTION,
            "waitQueueMultiple should be included in connection pool created message when specified",
            NO_SUCH_OPTION);

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

    /**
     * The cases about the log are written for the unified runner, which there is not yet; {@link PoolListenersTest} compares
     * the lines themselves. None of them would hold, each for its reason.
     */
    @TestFactory
    Stream<DynamicTest> logCases() {
        return SpecificationCases.of("connection-monitoring-and-pooling/tests/logging", Deviations.none(), testCase -> {
            String description = testCase.getString("description").getValue();
            assertThat(NOT_RUN).as("reason not to run a case").containsKey(description);
            throw new TestAbortedException(NOT_RUN.get(description));
        });
    }
}
