package io.github.mooring.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Dialer;
import io.github.mooring.transport.Transport;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who dials the connections, how, and what comes of it. */
class ConnResourceDialingTest extends ConnResourceFixture {
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

    /** A transport that says another name. */
    private static Transport named(String name, Transport transport) {
        return (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(),
                new Class<?>[] {Transport.class},
                (proxy, method, arguments) ->
                        method.getName().equals("description") ? name : method.invoke(transport, arguments));
    }
}
