package io.github.mooring.topology;

import static io.github.mooring.topology.Hellos.hello;
import static io.github.mooring.topology.Servers.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import java.time.Instant;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of an answer to hello. */
class HelloReplyTest {
    @Test
    void aMemberSaysAllOfThis() {
        HelloReply hello = hello("""
                {ok: 1.0, helloOk: true, isWritablePrimary: true, secondary: false, setName: 'rs',
                 setVersion: 7, electionId: {$oid: '7fffffff0000000000000003'},
                 hosts: ['a:27017', 'B:27018'], passives: ['c'], arbiters: ['[fe80::1]:27019'],
                 primary: 'a:27017', me: 'A', tags: {dc: 'east', rack: ''},
                 lastWrite: {opTime: {ts: {$timestamp: {t: 1, i: 1}}, t: 1}, lastWriteDate: {$date: '2026-01-02T03:04:05Z'}},
                 topologyVersion: {processId: {$oid: '000000000000000000000001'}, counter: {$numberLong: '6'}},
                 minWireVersion: 0, maxWireVersion: 25, logicalSessionTimeoutMinutes: 30,
                 maxBsonObjectSize: 16777216, connectionId: 5, somethingNew: {x: [1, 'two']}}""");

        assertThat(hello)
                .isEqualTo(new HelloReply(
                        ServerType.RS_PRIMARY,
                        new WireVersions(0, 25),
                        hello.membership(),
                        30,
                        new TopologyVersion(new ObjectId("000000000000000000000001"), 6),
                        Instant.parse("2026-01-02T03:04:05Z"),
                        null,
                        true));
        Membership membership = hello.membership();
        assertThat(membership.setName()).isEqualTo("rs");
        assertThat(membership.election()).isEqualTo(new Election(new ObjectId("7fffffff0000000000000003"), 7L));
        assertThat(membership.me()).isEqualTo(address("a"));
        assertThat(membership.primary()).isEqualTo(address("a"));
        assertThat(membership.tags()).isEqualTo(TagSet.of("dc", "east").and("rack", ""));
        assertThat(membership.members())
                .containsExactly(
                        address("a"), new ServerAddress("b", 27018), address("c"), new ServerAddress("fe80::1", 27019));
        assertThat(membership.arbiters()).containsExactly(new ServerAddress("fe80::1", 27019));
    }

    @Test
    void aServerThatSaysNothingElseIsAStandaloneOfTheOldestKind() {
        assertThat(hello("{ok: 1}"))
                .isEqualTo(new HelloReply(
                        ServerType.STANDALONE, new WireVersions(0, 0), Membership.NONE, null, null, null, null, false));
    }

    @Test
    void aServiceBehindALoadBalancerSaysWhichOneItIs() {
        assertThat(hello("{ok: 1, msg: 'isdbgrid', serviceId: {$oid: '00000000000000000000000a'}}")
                        .serviceId())
                .isEqualTo(new ObjectId("00000000000000000000000a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STANDALONE   | {ok: 1, isWritablePrimary: true}
            STANDALONE   | {ok: 1, ismaster: true, msg: 'something else'}
            MONGOS       | {ok: 1, isWritablePrimary: true, msg: 'isdbgrid'}
            RS_PRIMARY   | {ok: 1, isWritablePrimary: true, setName: 'rs'}
            RS_PRIMARY   | {ok: 1, ismaster: true, setName: 'rs'}
            RS_SECONDARY | {ok: 1, isWritablePrimary: false, ismaster: true, secondary: true, setName: 'rs'}
            RS_SECONDARY | {ok: 1, secondary: true, passive: true, setName: 'rs'}
            RS_ARBITER   | {ok: 1, arbiterOnly: true, setName: 'rs'}
            RS_OTHER     | {ok: 1, setName: 'rs'}
            RS_OTHER     | {ok: 1, secondary: true, hidden: true, setName: 'rs'}
            RS_GHOST     | {ok: 1, isreplicaset: true}
            RS_GHOST     | {ok: 1, isreplicaset: true, setName: 'rs', isWritablePrimary: true}
            STANDALONE   | {ok: 1, secondary: true}
            """)
    void theTypeFollowsFromWhatItSays(ServerType type, String json) {
        assertThat(hello(json).type()).isEqualTo(type);
    }

    @Test
    void aFieldOfTypeNullWasNotSaid() {
        assertThat(hello("""
                {ok: 1, msg: null, setName: null, setVersion: null, electionId: null, me: null, primary: null, hosts: null,
                 passives: null, arbiters: null, tags: null, lastWrite: null, topologyVersion: null, minWireVersion: null,
                 maxWireVersion: null, logicalSessionTimeoutMinutes: null, serviceId: null, helloOk: null}""")).isEqualTo(hello("{ok: 1}"));
        assertThat(hello("{ok: 1, lastWrite: {lastWriteDate: null}}").lastWriteDate())
                .isNull();
    }

    @Test
    void whoeverIsNamedTwiceCountsOnce() {
        assertThat(hello("{ok: 1, setName: 'rs', hosts: ['a', 'A:27017', 'a:27018']}")
                        .membership()
                        .hosts())
                .containsExactly(address("a"), new ServerAddress("a", 27018));
    }
}
