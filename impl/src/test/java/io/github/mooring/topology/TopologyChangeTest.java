package io.github.mooring.topology;

import static io.github.mooring.topology.DiscoveryTest.after;
import static io.github.mooring.topology.DiscoveryTest.elected;
import static io.github.mooring.topology.Hellos.failed;
import static io.github.mooring.topology.Hellos.primary;
import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.start;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyChangeTest {
    private static final List<String> BOTH = List.of("a", "b");
    private final TopologyDescription withPrimary = after(start("rs", "a", "c"), primary("a", BOTH, elected(1)));

    @Test
    void whoCameAndWhoWentIsToBeMonitoredOrNoLonger() {
        TopologyChange change = new TopologyChange(start("rs", "a", "c"), withPrimary);

        assertThat(change.added()).containsExactly(address("b"));
        assertThat(change.removed()).containsExactly(address("c"));
        assertThat(change.deposed(address("a"))).isEmpty();
    }

    @Test
    void theOldPrimaryIsToBeAskedAtOnceWhenThereIsANewOne() {
        TopologyChange change = change(primary("b", BOTH, elected(2)));

        assertThat(change.deposed(address("b"))).containsExactly(address("a"));
        assertThat(change.added()).isEmpty();
        assertThat(change.removed()).isEmpty();
    }

    @Test
    void aPrimaryThatDoesNotAnswerIsNotDeposed() {
        assertThat(change(failed("a")).deposed(address("a"))).isEmpty();
    }

    @Test
    void aPrimaryThatTheNewOneDoesNotNameIsRemovedAndNotAsked() {
        TopologyChange change = change(primary("b", List.of("b"), elected(2)));

        assertThat(change.deposed(address("b"))).isEmpty();
        assertThat(change.removed()).containsExactly(address("a"));
    }

    private TopologyChange change(ServerDescription news) {
        return new TopologyChange(withPrimary, Discovery.update(withPrimary, news));
    }
}
