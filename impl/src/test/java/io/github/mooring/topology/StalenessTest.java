package io.github.mooring.topology;

import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.at;
import static io.github.mooring.topology.Servers.hosts;
import static io.github.mooring.topology.Servers.primary;
import static io.github.mooring.topology.Servers.secondary;
import static io.github.mooring.topology.Servers.set;
import static io.github.mooring.topology.Servers.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the specification's cases leave open. */
class StalenessTest {
    private static final ReadSelector AT_MOST_90 = new ReadSelector(ReadPreference.SECONDARY, List.of(), 90);

    @Test
    void theExamplesOfTheSpecificationComeOut() {
        ServerDescription primary = written(primary("p", 1), 10, 60);

        assertThat(staleness(written(secondary("s", 1), 0, 60), primary)).isEqualTo(Duration.ofSeconds(20));
        assertThat(staleness(written(secondary("s", 1), 5, 70), primary)).isEqualTo(Duration.ofSeconds(25));
        assertThat(staleness(written(secondary("s", 1), 5, 70), written(primary("p", 1), 30, 80)))
                .isEqualTo(Duration.ofSeconds(25));
        assertThat(staleness(written(secondary("s", 1), 5, 70), written(secondary("newest", 1), 20, 70)))
                .isEqualTo(Duration.ofSeconds(25));
    }

    /** The estimate is the same, whoever of the others comes into question. */
    @Test
    void anAvoidedPrimaryStillTellsHowStaleTheSecondariesAre() {
        TopologyDescription set = set(
                written(primary("p", 1), 1000, 1000),
                written(secondary("s", 1), 900, 1000),
                written(secondary("t", 1), 920, 1000));
        ReadSelector preferred = new ReadSelector(ReadPreference.PRIMARY_PREFERRED, List.of(), 90);

        assertThat(hosts(Selection.of(preferred).avoiding(address("p")).candidates(set)))
                .containsExactly("t");
    }

    @Test
    void anAvoidedSecondaryStillTellsHowStaleTheOthersAre() {
        TopologyDescription set = set(
                written(secondary("newest", 1), 1000, 1000),
                written(secondary("s", 1), 900, 1000),
                written(secondary("t", 1), 920, 1000));

        assertThat(hosts(Selection.of(AT_MOST_90).avoiding(address("newest")).candidates(set)))
                .containsExactly("t");
    }

    @Test
    void aSecondaryOfWhichNobodyKnowsHowStaleItIsCountsAsStale() {
        ServerDescription silent = secondary("silent", 1);
        ServerDescription fresh = written(secondary("fresh", 1), 1000, 1000);

        assertThat(hosts(Selection.of(AT_MOST_90).candidates(set(silent, fresh))))
                .containsExactly("fresh");
        assertThat(Selection.of(AT_MOST_90).candidates(set(primary("silent", 1), fresh)))
                .isEmpty();
    }

    @Test
    void whoWantsNoLimitNeedsNoEstimate() {
        assertThat(Selection.of(ReadSelector.of(ReadPreference.SECONDARY)).candidates(set(secondary("silent", 1))))
                .hasSize(1);
    }

    @Test
    void theTimeOfTheClientMayPassThroughAnOverflow() {
        ServerDescription primary = at(written(primary("p", 1), 100, 0), Long.MAX_VALUE);
        ServerDescription secondary = at(written(secondary("s", 1), 100, 0), Long.MAX_VALUE + 1_000_000_000);

        assertThat(staleness(secondary, primary)).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void theLeastLimitIsNinetySecondsOrWhatAHeartbeatTakes() {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> Selection.of(limited(89)).candidates(set(secondary("s", 1))))
                .withMessageContaining("maxStalenessSeconds is 89, allowed is 90 or more");
        Duration heartbeat = Duration.ofMillis(120_001);
        TopologyDescription slow =
                new TopologyDescription(TopologyType.REPLICA_SET_NO_PRIMARY, List.of(secondary("s", 1)), heartbeat);
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> Selection.of(limited(130)).candidates(slow))
                .withMessageContaining("allowed is 131 or more")
                .withMessageContaining("heartbeatFrequencyMS of 120001");
        assertThatCode(() -> Selection.of(limited(131)).candidates(slow)).doesNotThrowAnyException();
    }

    private static ReadSelector limited(int seconds) {
        return new ReadSelector(ReadPreference.NEAREST, List.of(), seconds);
    }

    private static Duration staleness(ServerDescription secondary, ServerDescription other) {
        return Staleness.of(secondary, set(secondary, other)).orElseThrow();
    }
}
