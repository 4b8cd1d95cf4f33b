package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Waits end, and say how long they were and why. */
class WaitTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
    }

    /** Holds the only socket until the server lets go of it. */
    private Future<Duration> occupy(ClientFixture client) throws InterruptedException {
        client.server.failCommand(FailCommand.on("ping").times(1).block(LONG).build());
        Future<Duration> holder = threads.submit(client.session::ping);
        assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                .isTrue();
        return holder;
    }

    private static void release(ClientFixture client, Future<Duration> holder) {
        client.server.dropConnections();
        assertThat(catchThrowable(() -> holder.get(40, TimeUnit.SECONDS))).isNotNull();
    }

    @Test
    void theWaitQueueIsLeftAfterItsTimeWithTheNumbersOfThePool() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&connectionSharing=never&waitQueueTimeoutMS=60")) {
            Future<Duration> holder = occupy(client);

            var e = catchThrowableOfType(MongoWaitQueueTimeoutException.class, client.session::ping);

            assertThat(e)
                    .hasMessageMatching("Timed out while checking out a connection from connection pool: pool "
                            + client.server.address() + " for anonymous: no resource came free"
                            + " within \\d+ ms, ended by waitQueueTimeout"
                            + " \\(max=1 inUse=1 creating=0 idle=0 destroying=0 waiting=1\\)"
                            + "; held: 1 by .+ for \\d+ ms");
            assertThat(e.bytesSent()).isFalse();
            release(client, holder);
            client.assertStillWorks();
        }
    }

    @Test
    void aCommandThatTakesTooLongStandsInNobodysWayAndCostsNoOtherConnection() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            MongoSession hasty = client.session.copy();
            hasty.setTimeout(Duration.ofMillis(1500));
            client.server.failCommand(
                    FailCommand.on("find").times(1).block(Duration.ofSeconds(5)).build());
            Future<?> slow = threads.submit(
                    () -> hasty.getDatabase().getCollection("notes").find().first());
            assertThat(client.server.awaitCommand("find", 1, ClientFixture.PATIENCE))
                    .isTrue();
            client.session.ping();
            assertThat(client.factory.statistics().socketsOpen()).isEqualTo(2);

            Throwable thrown = catchThrowable(() -> slow.get(40, TimeUnit.SECONDS));

            assertThat(thrown.getCause())
                    .isInstanceOf(MongoOperationTimeoutException.class)
                    .hasMessageContaining("find on connection ")
                    .hasMessageContaining("(deadline of 1500 ms, passed after ");
            assertThat(client.session.ping()).isPositive();
            assertThat(client.factory.statistics().socketsOpened())
                    .as("the other one is used, and what the slow one owes is not waited for")
                    .isEqualTo(2);
            client.awaitSettled();
            client.assertStillWorks();
            assertThat(client.factory.statistics().socketsOpen()).isEqualTo(2);
            hasty.close();
        }
    }

    @Test
    void aTimeOutAndALaterSuccessGoOverOneSocket() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1")) {
            client.session.ping();
            client.server.failCommand(
                    FailCommand.on("ping").times(1).block(Duration.ofSeconds(4)).build());
            try (MongoSession hasty = client.session.copy()) {
                hasty.setTimeout(Duration.ofMillis(300));
                assertThatThrownBy(hasty::ping).isInstanceOf(MongoOperationTimeoutException.class);
            }
            assertThat(client.factory.statistics().socketsInUse())
                    .as("kept aside")
                    .isEqualTo(1);

            assertThat(client.session.ping()).as("after the late reply").isPositive();

            client.assertSettled();
            assertThat(client.factory.statistics().socketsOpen()).isEqualTo(1);
            assertThat(client.factory.statistics().socketsOpened()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptEndsTheWaitForAConnection() throws Exception {
        try (ClientFixture client = ClientFixture.open("maxPoolSize=1&connectionSharing=never")) {
            Future<Duration> holder = occupy(client);
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread waiter = new Thread(() -> {
                Throwable thrown = catchThrowable(client.session::ping);
                flag.complete(thrown instanceof MongoInterruptedException e
                        && !e.bytesSent()
                        && Thread.currentThread().isInterrupted());
            });
            waiter.start();
            Eventually.isTrue("it waits", () -> client.factory.statistics().callersWaiting() == 1);

            waiter.interrupt();

            assertThat(flag.get(40, TimeUnit.SECONDS)).isTrue();
            assertThat(client.factory.statistics().callersWaiting()).isZero();
            release(client, holder);
            client.assertStillWorks();
        }
    }

    @Test
    void anInterruptBeforeACallSendsNothingAndCostsNothing() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.session.ping();
            Thread.currentThread().interrupt();

            var e = catchThrowableOfType(MongoInterruptedException.class, client.session::ping);

            assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
            assertThat(e.bytesSent()).isFalse();
            client.assertStillWorks();
            assertThat(client.server.commandCount("ping")).isEqualTo(2);
            assertThat(client.factory.statistics().socketsOpened()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptWithinACallIsNoticedByTheNextOne() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.server.failCommand(
                    FailCommand.on("ping").times(1).block(Duration.ofSeconds(4)).build());
            CompletableFuture<Throwable> second = new CompletableFuture<>();
            CompletableFuture<Duration> first = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                first.complete(client.session.ping());
                second.complete(catchThrowable(client.session::ping));
            });
            caller.start();
            assertThat(client.server.awaitCommand("ping", 1, ClientFixture.PATIENCE))
                    .isTrue();
            Eventually.isTrue(
                    "it is reading",
                    () -> Arrays.stream(caller.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("readOrClose")));

            caller.interrupt();

            assertThat(first.get(40, TimeUnit.SECONDS)).isPositive();
            assertThat(second.get(40, TimeUnit.SECONDS)).isInstanceOf(MongoInterruptedException.class);
            caller.join(40_000);
            client.assertStillWorks();
        }
    }

    @Test
    void anInterruptedThreadCanCloseItsSession() throws Exception {
        try (ClientFixture client = ClientFixture.open()) {
            client.storeNumbered(5);
            var session = client.factory.openSession();
            var cursor = session.getDatabase()
                    .getCollection("notes")
                    .find()
                    .batchSize(2)
                    .cursor();

            Thread.currentThread().interrupt();
            session.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThatThrownBy(cursor::hasNext).hasMessageContaining("session is closed");
            client.assertStillWorks();
        }
    }
}
