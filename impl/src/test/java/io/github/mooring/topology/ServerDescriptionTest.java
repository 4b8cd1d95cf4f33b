package io.github.mooring.topology;

import static io.github.mooring.topology.Hellos.heard;
import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDescriptionTest {
    private static final String MEMBER = "setName: 'rs', secondary: true";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setName: 'other', secondary: true",
                "setName: 'rs', arbiterOnly: true",
                MEMBER + ", setVersion: 2",
                MEMBER + ", electionId: {$oid: '000000000000000000000001'}",
                MEMBER + ", me: 'b'",
                MEMBER + ", primary: 'b'",
                MEMBER + ", hosts: ['b']",
                MEMBER + ", passives: ['b']",
                MEMBER + ", arbiters: ['b']",
                MEMBER + ", tags: {dc: 'east'}",
                MEMBER + ", minWireVersion: 1",
                MEMBER + ", maxWireVersion: 25",
                MEMBER + ", logicalSessionTimeoutMinutes: 5",
                MEMBER + ", topologyVersion: {processId: {$oid: '000000000000000000000001'}, counter: 1}"
            })
    void eachOfTheseIsNews(String fields) {
        assertThat(heard("a", fields).saysTheSameAs(heard("a", MEMBER))).isFalse();
        assertThat(heard("a", fields).saysTheSameAs(heard("a", fields))).isTrue();
    }

    @Test
    void anErrorIsNews() {
        ServerDescription refused = ServerDescription.failed(address("a"), "connection refused", 1);

        assertThat(refused.saysTheSameAs(ServerDescription.failed(address("a"), "connection refused", 2)))
                .isTrue();
        assertThat(refused.saysTheSameAs(ServerDescription.failed(address("a"), "timed out", 1)))
                .isFalse();
        assertThat(refused.saysTheSameAs(ServerDescription.unknown(address("a"))))
                .isFalse();
    }

    @Test
    void whenAndHowFarAndTheLastWriteAreNot() {
        ServerDescription server = heard("a", MEMBER);

        assertThat(at(server, 5).saysTheSameAs(server)).isTrue();
        assertThat(ServerDescription.answered(address("a"), server.hello(), new RoundTripTime(Duration.ofSeconds(1)), 0)
                        .saysTheSameAs(server))
                .isTrue();
        assertThat(heard("a", MEMBER + ", lastWrite: {lastWriteDate: {$date: '2026-01-02T03:04:05Z'}}, helloOk: true")
                        .saysTheSameAs(server))
                .isTrue();
    }

    @Test
    void theOrderInWhichMembersAreNamedIsNot() {
        assertThat(heard("a", MEMBER + ", hosts: ['a', 'b']").saysTheSameAs(heard("a", MEMBER + ", hosts: ['b', 'A']")))
                .isTrue();
    }

    @Test
    void anotherServerIsNeverTheSame() {
        assertThat(heard("a", MEMBER).saysTheSameAs(heard("b", MEMBER))).isFalse();
    }

    @Test
    void aServerThatIsDoubtedIsUnknownUntilItIsAsked() {
        TopologyVersion version = new TopologyVersion(new ObjectId(), 3);

        assertThat(ServerDescription.doubted(address("a"), "not primary", version))
                .returns(ServerType.UNKNOWN, ServerDescription::type)
                .returns("not primary", ServerDescription::error)
                .returns(version, ServerDescription::topologyVersion)
                .returns(null, ServerDescription::lastUpdateNanos)
                .returns(null, ServerDescription::roundTrip);
    }
}
