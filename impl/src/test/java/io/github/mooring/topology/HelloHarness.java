package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.ForeignText;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import io.github.mooring.wire.WireLimits;
import java.time.Duration;
import java.util.List;

/**
 * What must hold whatever a server answers to hello: it is refused with the server's name, or what is read of it is small, can be
 * printed, and leads to a topology. Random bytes and those that a fuzzer finds go through the same.
 */
final class HelloHarness {
    private static final ServerAddress SERVER = Servers.address("db");

    private HelloHarness() {}

    /** Sound answers to begin with. */
    static List<byte[]> replies() {
        return List.of(
                Hellos.raw("""
                        {ok: 1, setName: 'rs', setVersion: 1, hosts: ['a:1', '[::1]:2'], me: 'a:1', tags: {dc: 'east'},
                         lastWrite: {lastWriteDate: {$date: '2026-01-02T03:04:05Z'}}, isWritablePrimary: true,
                         topologyVersion: {processId: {$oid: '000000000000000000000001'}, counter: {$numberLong: '6'}},
                         electionId: {$oid: '000000000000000000000001'}, minWireVersion: 6, maxWireVersion: 21}""").toByteArray(),
                Hellos.raw("""
                        {ok: 1, setName: 'rs', secondary: true, hosts: ['a'], passives: ['b'], arbiters: ['c:3'],
                         primary: 'a:27017', logicalSessionTimeoutMinutes: 30, maxWireVersion: 21, helloOk: true}""").toByteArray(),
                Hellos.raw("{ok: 1, msg: 'isdbgrid', maxWireVersion: 21}").toByteArray(),
                Hellos.raw("{ok: 1, isWritablePrimary: true, serviceId: {$oid: '000000000000000000000001'}}")
                        .toByteArray(),
                Hellos.raw("{ok: 0, code: 13, errmsg: 'requires authentication'}")
                        .toByteArray());
    }

    /** Returns whether it was read. */
    static boolean hello(byte[] bytes) {
        RawDocument reply;
        try {
            reply = RawDocument.of(bytes, 0, bytes.length);
        } catch (WireException e) {
            return false; // which the connection has noticed before
        }
        try {
            assertSound(HelloReply.of(SERVER, reply));
            return true;
        } catch (MongoProtocolException e) {
            assertThat(e.server()).contains(SERVER);
            assertThat(e).hasMessageStartingWith("db:27017 ");
            assertText(String.valueOf(e.getMessage()), 1_000);
            return false;
        }
    }

    private static void assertSound(HelloReply hello) {
        assertThat(hello.membership().members()).hasSizeLessThanOrEqualTo(Membership.MAX_MEMBERS);
        assertText(hello.toString(), WireLimits.MAX_HELLO_BYTES);
        ServerDescription news = ServerDescription.answered(SERVER, hello, new RoundTripTime(Duration.ofMillis(1)), 0);
        TopologyDescription after = Discovery.update(Servers.start(null, "db"), news);
        assertThat(after.servers().size()).isLessThanOrEqualTo(Membership.MAX_MEMBERS + 1);
    }

    private static void assertText(String text, int maxChars) {
        assertThat(text).hasSizeLessThan(maxChars);
        assertThat(ForeignText.isPrintable(text)).as(text).isTrue();
    }
}
