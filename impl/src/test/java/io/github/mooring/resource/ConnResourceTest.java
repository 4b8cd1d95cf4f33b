package io.github.mooring.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.BudgetTimeoutException;
import io.github.mooring.pool.PoolCancelledException;
import io.github.mooring.pool.PoolTimeoutException;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import io.github.mooring.time.Seed;
import io.github.mooring.transport.Dialer;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.Transport;
import io.github.mooring.transport.WriteWatchdog;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections by address on a budget: what {@code connpool} promises, over real sockets, counted at the other end. */
@Timeout(60)
class ConnResourceTest {
    private static final Clock CLOCK = Clock.system();

    private final EchoPeer peer = EchoPeer.start();
    private final Budget budget = Budget.of(2);
    private final AtomicInteger dials = new AtomicInteger();
    private final SocketDialer dialer = new SocketDialer(
            SocketFactory.getDefault(), TlsConfig.off(), Duration.ofSeconds(10), CLOCK, new WriteWatchdog());
    private final Dialer sockets = (server, deadline) -> {
        Transport transport = dialer.dial(server, deadline);
        dials.incrementAndGet();
        return transport;
    };
    private final Dialing how = Dialing.by(sockets);
    private final List<ConnResource> resources = new ArrayList<>();
    private final ConnResource resource = resource();

    @AfterEach
    void nothingIsLeftOver() throws Exception {
        resources.forEach(ConnResource::close);
        assertThat(budget.stats().inUse()).as("permits").isZero();
        assertThat(budget.stats().waiting()).isZero();
        peer.awaitOpen(0, dials.get());
        peer.close();
    }

    private ConnResource resource() {
        ConnResource made = new ConnResource(peer.address(), budget, CLOCK);
        resources.add(made);
        return made;
    }

    private static Deadline in(long millis) {
        return Deadline.after(CLOCK, Duration.ofMillis(millis));
    }

    private static Deadline soon() {
        return in(20_000);
    }

    private static String echo(Conn conn, String text) {
        byte[] sent = text.getBytes(UTF_8);
        conn.write(sent, 0, sent.length, soon());
        byte[] received = new byte[sent.length];
        for (int read = 0; read < received.length; ) {
            int count = conn.read(received, read, received.length - read, soon());
            assertThat(count).isPositive();
            read += count;
        }
        return new String(received, UTF_8);
    }

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
    @DisplayName("C3 C10 what the dialer throws comes as it is and costs no permit")
    void whatTheDialerThrowsComesAsItIs() throws Exception {
        ServerAddress gone = peer.address();
        peer.close();
        try (ConnResource refused = new ConnResource(gone, budget, CLOCK)) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> refused.get(how, soon())).isInstanceOf(MongoConnectException.class);
                assertThat(budget.stats().inUse()).isZero();
            }
            IllegalArgumentException own = new IllegalArgumentException("on purpose");
            assertThatThrownBy(() -> refused.get(
                            Dialing.by((server, deadline) -> {
                                throw own;
                            }),
                            soon()))
                    .isSameAs(own);
        }
    }

    @Test
    @DisplayName("C10 the dialer is given the caller's address and deadline")
    void theDialerIsGivenTheCallersAddressAndDeadline() {
        List<Object> given = new ArrayList<>();
        Deadline deadline = soon();
        Dialing watched = Dialing.by((server, limit) -> {
            given.add(server);
            given.add(limit);
            return sockets.dial(server, limit);
        });

        resource.get(watched, deadline).put();
        resource.get(watched, soon()).put();

        assertThat(given).as("dialed once").containsExactly(peer.address(), deadline);
    }

    @Test
    @DisplayName("C4 F15 a connection that was dialed in another way is closed and dialed anew")
    void aConnectionThatWasDialedInAnotherWayIsDialedAnew() throws Exception {
        Dialing plain = new Dialing(sockets, "plain");
        Dialing tls = new Dialing((server, deadline) -> sockets.dial(server, deadline), "tls");

        resource.get(plain, soon()).put();
        resource.get(new Dialing(failing(), "plain"), soon()).put();
        assertThat(dials).as("the same way, by whichever dialer").hasValue(1);
        resource.get(tls, soon()).put();

        assertThat(dials).hasValue(2);
        peer.awaitOpen(1, dials.get());
        assertThat(budget.stats().inUse()).isEqualTo(1);
    }

    private static Dialer failing() {
        return (server, deadline) -> {
            throw new AssertionError("there is nothing to dial");
        };
    }

    @Test
    @DisplayName("F15 two callers that race each get what their own dialer made")
    void twoCallersThatRaceEachGetWhatTheirOwnDialerMade() throws Exception {
        Conn holder = resource.get(how, soon());
        List<Caller<String>> callers = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            Dialing own = new Dialing((server, deadline) -> named(name, sockets.dial(server, deadline)), name);
            callers.add(Caller.start(() -> {
                try (Conn conn = resource.get(own, soon())) {
                    return conn.description();
                }
            }));
            Await.waiting(resource::stats, callers.size());
        }

        holder.put();

        assertThat(callers.get(0).result()).isEqualTo("a");
        assertThat(callers.get(1).result()).isEqualTo("b");
        assertThat(callers.get(2).result()).isEqualTo("c");
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

        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(waiter.failure()).hasMessageContaining("closed");
        assertThat(echo(inUse, "still mine")).isEqualTo("still mine");
        inUse.put();
        peer.awaitOpen(0, dials.get());
    }

    /** A transport that says another name. */
    private static Transport named(String name, Transport transport) {
        return (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(),
                new Class<?>[] {Transport.class},
                (proxy, method, arguments) ->
                        method.getName().equals("description") ? name : method.invoke(transport, arguments));
    }
}
