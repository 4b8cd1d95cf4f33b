package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.client.Eventually;
import io.github.mooring.client.OpenClient;
import io.github.mooring.client.ThreadStarts;
import io.github.mooring.pool.PoolStats;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.time.DaemonTaskRunner;
import java.util.List;
import java.util.stream.Stream;

/** Whether anything is left over, once all calls are over and once the client is closed. Stateless. */
final class Census {
    private static final String LIBRARY = "io.github.mooring.";
    /** Of those that start threads of their own. */
    private static final List<String> TESTS = List.of(
            "io.github.mooring.testkit.",
            "io.github.mooring.faults.",
            "io.github.mooring.client.Crowd",
            "io.github.mooring.client.OpenClient");

    private Census() {}

    /** No operation is under way: none holds a connection or waits for one, and each permit that is out has a connection. */
    static void afterTheCalls(OpenClient client) {
        Eventually.isTrue(
                "every lease has ended and every late reply has come: " + client.pools(),
                () -> client.pools().leases() == 0 && client.pools().inUse() == 0);
        Eventually.isTrue(
                "there is a connection for each permit: " + client.budget() + ", " + client.pools(),
                () -> client.budget().inUse() == client.pools().size());
        PoolStats pools = client.pools();
        assertThat(pools.waiting()).as("callers that wait for a connection").isZero();
        assertThat(client.budget().waiting())
                .as("callers that wait for a permit")
                .isZero();
        assertThat(pools.destroyFailures()).as("what destroying has thrown").isZero();
        assertThat(client.factory().statistics().sessionsOpen()).as("sessions").isZero();
    }

    /** The client is closed: no permit is out, no connection open, no thread alive. */
    static void afterTheClose(OpenClient client, Lab lab) {
        Eventually.isTrue(
                "no permit is out: " + client.budget(), () -> client.budget().inUse() == 0);
        for (LabNode node : lab.nodes()) {
            Eventually.isTrue(
                    "no connection is left at " + node,
                    () -> node.network().connections().isEmpty());
        }
        Eventually.isTrue("no thread is left", () -> client.threads() == 0);
    }

    /** Whatever has happened, no other threads than the task runner's were started by the library. */
    static void ofThreads(List<ThreadStarts.Start> starts) {
        assertThat(starts.stream().filter(Census::isTheLibrarys))
                .as("threads that the library has started")
                .isNotEmpty()
                .allMatch(start -> start.isBy(DaemonTaskRunner.class));
    }

    private static boolean isTheLibrarys(ThreadStarts.Start start) {
        Stream<String> ours = start.stack().stream().filter(name -> name.startsWith(LIBRARY));
        return ours.anyMatch(name -> TESTS.stream().noneMatch(name::startsWith));
    }
}
