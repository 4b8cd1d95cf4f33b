package io.github.mooring.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.pool.BudgetTimeoutException;
import io.github.mooring.pool.PoolCancelledException;
import io.github.mooring.pool.PoolTimeoutException;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.ManualClock;
import io.github.mooring.time.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Connections by address on a budget: what {@code connpool} promises, over real sockets, counted at the other end. */
class ConnResourceTest extends ConnResourceFixture {
    @Test
    @DisplayName("C2 making one costs nothing, and nothing is looked up")
    void makingOneCostsNothing() {
        ConnResource nowhere = new ConnResource(new ServerAddress("no.such.host.invalid", 1), budget, CLOCK);

        assertThat(budget.stats().inUse()).isZero();
        assertThat(dials).hasValue(0);
        assertThat(nowhere.address()).hasToString("no.such.host.invalid:1");
        assertThat(nowhere.toString()).startsWith("connection to no.such.host.invalid:1");
        nowhere.close();
    }

    @Test
    @DisplayName("C6 C9 what was put back serves the next")
    void whatWasPutBackServesTheNext() {
        for (int i = 0; i < 3; i++) {
            try (Conn conn = resource.get(how, soon())) {
                assertThat(echo(conn, "hello")).isEqualTo("hello");
                assertThat(conn.put()).isTrue();
            }
        }

        assertThat(dials).hasValue(1);
        assertThat(budget.stats().inUse()).as("kept open").isEqualTo(1);
        assertThat(resource.stats().idle()).isEqualTo(1);
    }

    @Test
    @DisplayName("C7 F14 what is closed is closed at the other end too")
    void whatIsClosedIsClosedAtTheOtherEndToo() throws Exception {
        Conn conn = resource.get(how, soon());
        peer.awaitOpen(1, dials.get());

        conn.close();
        conn.close();

        peer.awaitOpen(0, dials.get());
        assertThat(budget.stats().inUse()).isZero();
        assertThat(conn.put()).as("a put after a close does nothing").isFalse();
        assertThat(conn.isOpen()).isFalse();
    }

    @Test
    @DisplayName("C9 whatever goes wrong before it is put back closes it")
    void whateverGoesWrongBeforeItIsPutBackClosesIt() throws Exception {
        assertThatThrownBy(() -> {
                    try (Conn conn = resource.get(how, soon())) {
                        echo(conn, "hello");
                        throw new IllegalStateException("on purpose");
                    }
                })
                .hasMessage("on purpose");

        peer.awaitOpen(0, dials.get());
        assertThat(budget.stats().inUse()).isZero();
    }

    @Test
    @DisplayName("C5 F12 use after put or close throws, whoever has the socket by then")
    void useAfterPutOrCloseThrows() {
        Conn stale = resource.get(how, soon());
        stale.put();
        Conn next = resource.get(how, soon());
        Conn closed = resource().get(how, soon());
        closed.close();

        for (Conn ended : List.of(stale, closed)) {
            assertThatThrownBy(() -> ended.write(new byte[1], 0, 1, soon()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("connection to " + peer.address())
                    .hasMessageContaining("put back or closed");
            assertThatThrownBy(() -> ended.read(new byte[1], 0, 1, soon())).isInstanceOf(IllegalStateException.class);
        }
        assertThat(echo(next, "undisturbed")).isEqualTo("undisturbed");
        next.close();
    }

    @Test
    @DisplayName("C6 F12 a stale put or close takes nothing from the next user")
    void aStalePutOrCloseTakesNothingFromTheNextUser() {
        Conn stale = resource.get(how, soon());
        stale.put();
        Conn next = resource.get(how, soon());

        assertThat(stale.put()).isFalse();
        stale.close();

        assertThat(echo(next, "mine")).isEqualTo("mine");
        assertThatThrownBy(() -> resource.get(how, in(0)))
                .as("it is still in use")
                .isInstanceOf(PoolTimeoutException.class);
        next.close();
    }

    @Test
    @DisplayName("C3 F19 a second user waits, and is told for what when it was in vain")
    void aSecondUserWaitsAndIsToldForWhat() throws Exception {
        Conn first = resource.get(how, soon());
        Cancellation cancellation = new Cancellation();
        Caller<Conn> cancelled = Caller.start(() -> resource.get(how, soon(), cancellation));
        Await.waiting(resource::stats, 1);

        cancellation.cancel();

        assertThat(cancelled.failure()).isInstanceOf(PoolCancelledException.class);
        assertThatThrownBy(() -> resource.get(how, in(0)))
                .isInstanceOf(PoolTimeoutException.class)
                .hasMessageContaining("connection to " + peer.address());
        Caller<Conn> second = Caller.start(() -> resource.get(how, soon()));
        Await.waiting(resource::stats, 1);
        first.put();
        second.result().put();
        assertThat(dials).hasValue(1);
    }

    @Test
    @DisplayName("C3 the budget is waited for before anything is dialed")
    void theBudgetIsWaitedForBeforeAnythingIsDialed() {
        Conn one = resource.get(how, soon());
        Conn two = resource().get(how, soon());

        assertThatThrownBy(() -> resource().get(how, in(20)))
                .isInstanceOf(BudgetTimeoutException.class)
                .hasMessageContaining("the budget of 2")
                .hasMessageContaining("inUse=2");

        one.close();
        two.close();
        assertThat(dials).hasValue(2);
    }

    @Test
    @DisplayName("C1 C6 F17 idle connections to others make room, the least recently used first")
    void idleConnectionsToOthersMakeRoom() throws Exception {
        ManualClock time = new ManualClock();
        List<ConnResource> three = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            three.add(new ConnResource(peer.address(), budget, time.clock()));
        }
        resources.addAll(three);

        for (int use : new int[] {0, 1, 0, 2}) {
            three.get(use).get(how, soon()).put();
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(three.get(1).stats().idle()).as("used least recently").isZero();
        assertThat(three.get(0).stats().idle()).isEqualTo(1);
        peer.awaitOpen(2, dials.get());
        assertThat(budget.stats().evicted()).isEqualTo(1);
    }

    @Test
    @DisplayName("C8 F9 a scheduled close ends this connection and no later one")
    void aScheduledCloseEndsThisConnectionAndNoLaterOne() throws Exception {
        resource.scheduleClose();
        Conn inUse = resource.get(how, soon());
        resource.scheduleClose();
        assertThat(echo(inUse, "still mine")).isEqualTo("still mine");
        inUse.put();
        peer.awaitOpen(0, dials.get());

        resource.get(how, soon()).put();
        resource.get(how, soon()).put();
        assertThat(dials).as("the next one stays").hasValue(2);

        resource.scheduleClose();
        peer.awaitOpen(0, dials.get());
        assertThat(budget.stats().inUse()).isZero();
    }

    @Test
    @DisplayName("C6 a connection that broke while it was used does not serve the next")
    void aBrokenConnectionDoesNotServeTheNext() throws Exception {
        Conn broken = resource.get(how, soon());
        peer.awaitOpen(1, dials.get());
        peer.hangUp();
        assertThat(broken.read(new byte[1], 0, 1, soon())).isEqualTo(-1);
        broken.close();

        try (Conn fresh = resource.get(how, soon())) {
            assertThat(echo(fresh, "fresh")).isEqualTo("fresh");
        }
    }

    @Test
    @DisplayName("C6 F25 a connection that the peer has closed while it was idle does not serve the next")
    void aConnectionThatThePeerHasClosedWhileIdleDoesNotServeTheNext() throws Exception {
        ManualClock time = new ManualClock();
        ConnResource idle = new ConnResource(peer.address(), budget, time.clock());
        resources.add(idle);
        idle.get(how, soon()).put();
        time.advance(Duration.ofSeconds(2));
        idle.get(how, soon()).put();
        assertThat(dials).as("it was sound after two seconds").hasValue(1);
        peer.awaitOpen(1, 1);
        peer.hangUp();
        peer.awaitOpen(0, 1);
        time.advance(Duration.ofSeconds(2));

        try (Conn fresh = idle.get(how, soon())) {
            assertThat(echo(fresh, "fresh")).isEqualTo("fresh");
        }

        assertThat(dials).hasValue(2);
    }

    @Test
    @DisplayName("F12 C9 R9 many threads on few resources: one user at a time, one socket each, never too many")
    void manyThreadsOnFewResources() throws Exception {
        Seed seed = new Seed("ConnResourceTest");
        List<ConnResource> all = List.of(resource, resource(), resource());
        List<Caller<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Random random = seed.random(i);
            callers.add(Caller.start(() -> {
                for (int step = 0; step < 150; step++) {
                    use(all.get(random.nextInt(all.size())), random);
                }
                return null;
            }));
        }
        for (Caller<Void> caller : callers) {
            caller.result();
        }

        assertThat(budget.stats().inUse()).isLessThanOrEqualTo(2);
        all.forEach(ConnResource::scheduleClose);
        peer.awaitOpen(0, dials.get());
    }

    private void use(ConnResource shared, Random random) {
        String text = "text " + random.nextInt();
        try (Conn conn = shared.get(how, soon())) {
            assertThat(echo(conn, text)).isEqualTo(text);
            switch (random.nextInt(4)) {
                case 0 -> shared.scheduleClose();
                case 1 -> assertThat(conn.isOpen()).isTrue(); // and closed by the end of the block
                default -> assertThat(conn.put()).isTrue();
            }
        }
    }

    @Test
    @DisplayName("C3 closing it sends away who waits and closes the socket with its last user")
    void closingItSendsAwayWhoWaits() throws Exception {
        Conn inUse = resource.get(how, soon());
        CountDownLatch done = new CountDownLatch(1);
        Caller<Conn> waiter = Caller.start(() -> {
            try {
                return resource.get(how, soon());
            } finally {
                done.countDown();
            }
        });
        Await.waiting(resource::stats, 1);

        resource.close();

        assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(waiter.failure()).hasMessageContaining("closed");
        assertThat(echo(inUse, "still mine")).isEqualTo("still mine");
        inUse.put();
        peer.awaitOpen(0, dials.get());
    }
}
