package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.SessionCall;
import io.github.mooring.operation.Ping;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.time.Clock;
import io.github.mooring.time.TaskRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeploymentRegistryTest {
    private static final ClientOptions ONE = ClientOptions.parse("mongodb://127.0.0.1:1/");
    private static final ClientOptions TWO = ClientOptions.parse("mongodb://127.0.0.1:2/");

    private final AtomicLong now = new AtomicLong();
    private final Clock clock = Clock.of(now::get, (lock, condition, nanos) -> 0);
    private final TaskList tasks = new TaskList();
    private final DeploymentRegistry registry = new DeploymentRegistry(clock, tasks);

    /** Keeps tasks, and runs one when it is wanted soon. */
    private static final class TaskList implements TaskRunner {
        private final ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>();

        @Override
        public Task repeat(String name, Duration period, Runnable task) {
            return paceBlocking(name, period, () -> {
                task.run();
                return period;
            });
        }

        @Override
        public Task repeatBlocking(String name, Duration period, Runnable task) {
            return repeat(name, period, task);
        }

        @Override
        public Task paceBlocking(String name, Duration retry, Supplier<Duration> task) {
            names.add(name);
            return new Task() {
                @Override
                public void runSoon() {
                    var unused = task.get();
                }

                @Override
                public void cancel() {
                    names.remove(name);
                }
            };
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        registry.closeIdle();
    }

    @Test
    @DisplayName("MF3 shares in the same configuration are shares in one deployment")
    void sameConfigurationIsOneDeployment() {
        DeploymentLease first = registry.lease(ONE);
        DeploymentLease second = registry.lease(ONE);

        assertThat(first.deployment()).isSameAs(second.deployment());
        assertThat(registry.lease(TWO).deployment()).isNotSameAs(first.deployment());
        assertThat(registry.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("L10 a deployment that nobody has had a share in yet is not idle")
    void deploymentIsNotIdleBeforeItsFirstShare() {
        AtomicInteger shown = new AtomicInteger();
        now.set(Duration.ofDays(1).toNanos());
        registry.showOn(
                (deployment, sessions, runner) -> {
                    registry.closeIdle(); // a sweep that comes in between
                    shown.incrementAndGet();
                    return () -> {};
                },
                true);

        DeploymentLease only = registry.lease(ONE);

        assertThat(only.isUsable()).isTrue();
        assertThat(shown).hasValue(1);
    }

    @Test
    @DisplayName("L10 a deployment ends a minute after its last share, with its tasks, and not before")
    void deploymentEndsAfterItsLastShare() {
        DeploymentLease first = registry.lease(ONE);
        DeploymentLease second = registry.lease(ONE);
        pass(DeploymentRegistry.IDLE.multipliedBy(2));
        first.release();
        pass(DeploymentRegistry.IDLE.multipliedBy(2));
        assertThat(registry.size()).isEqualTo(1);
        second.release();
        pass(DeploymentRegistry.IDLE.minusNanos(1));
        assertThat(registry.size()).isEqualTo(1);

        pass(Duration.ofNanos(1));

        assertThat(registry.size()).isZero();
        assertThat(tasks.names).containsExactly("mooring-idle-deployments");
        assertThat(registry.lease(ONE).deployment()).isNotSameAs(first.deployment());
    }

    @Test
    @DisplayName("P2 one limit holds for the connections of all configurations together")
    void oneBudgetHoldsForAllConfigurations() {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            ClientOptions one = ClientOptions.parse(server.uri() + "?maxTotalConnections=1&appName=one");
            ClientOptions two = ClientOptions.parse(server.uri() + "?maxTotalConnections=1&appName=two");
            for (ClientOptions options : List.of(one, two, one)) {
                Duration unused = registry.lease(options)
                        .deployment()
                        .execute(new Ping(), SessionCall.of(Identity.anonymous(), options.sessionSettings()));
            }

            assertThat(registry.lease(one).deployment().sockets().size()).isEqualTo(1);
            assertThat(registry.lease(two).deployment().sockets().size())
                    .as("made room")
                    .isZero();
            registry.close();
        }
    }

    @Test
    @DisplayName("M8 giving the same share back twice counts once")
    void shareIsGivenBackOnce() {
        DeploymentLease kept = registry.lease(ONE);
        DeploymentLease released = registry.lease(ONE);

        released.release();
        released.release();
        pass(DeploymentRegistry.IDLE);

        assertThat(registry.size()).isEqualTo(1);
        assertThat(released.isUsable()).isFalse();
        assertThat(kept.isUsable()).isTrue();
    }

    @Test
    @DisplayName("L7 close ends all deployments and tasks, whoever has shares, and later calls say so")
    void closeEndsEverything() {
        DeploymentLease lease = registry.lease(ONE);
        registry.lease(TWO);
        assertThat(tasks.names).isNotEmpty();

        registry.close();
        registry.close();

        assertThat(tasks.names).isEmpty();
        assertThat(registry.size()).isZero();
        assertThat(registry.statistics(ONE)).isNull();
        assertThat(lease.isUsable()).isFalse();
        lease.release();
        assertThatThrownBy(() -> registry.lease(ONE)).isInstanceOf(MongoClosedException.class);
        assertThatThrownBy(lease::deployment)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining("adapter has stopped");
    }

    @Test
    @DisplayName("MF3 of many that ask for the first share at once, all get one deployment and no task is left over")
    void racingFirstSharesGetOneDeployment() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 50; round++) {
                ClientOptions options = ClientOptions.parse("mongodb://127.0.0.1:" + (round + 1) + "/");
                List<Callable<DeploymentLease>> callers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    callers.add(() -> registry.lease(options));
                }
                List<DeploymentLease> leases = new ArrayList<>();
                for (Future<DeploymentLease> caller : threads.invokeAll(callers, 60, TimeUnit.SECONDS)) {
                    leases.add(caller.get());
                }
                assertThat(leases)
                        .extracting(DeploymentLease::deployment)
                        .containsOnly(leases.get(0).deployment());
            }
        } finally {
            threads.shutdownNow();
        }
        registry.close();
        assertThat(tasks.names).isEmpty();
    }
}
