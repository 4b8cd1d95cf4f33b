package io.github.mooring.bench.canned;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeersTest {
    private final Peers peers = new Peers();

    @Test
    void aConnectionCountsFromWhenItWasAcceptedThoughItsNameCameLater() {
        Peers.Life first = peers.opened();
        peers.named(first, "a");
        Peers.Life dialing = peers.opened();
        peers.closed(first);
        peers.named(dialing, "a");

        assertThat(peers.counts()).containsEntry("a", new PeerCount(2, 1, 2, 0));
    }

    @Test
    void connectionsOneAfterTheOtherAreNeverTwo() {
        for (int i = 0; i < 3; i++) {
            Peers.Life life = peers.opened();
            peers.named(life, "a");
            peers.closed(life);
        }

        assertThat(peers.counts()).containsEntry("a", new PeerCount(3, 0, 1, 0));
    }

    @Test
    void clientsAreCountedApartAndMonitorsAreNoCarriers() {
        Peers.Life monitor = peers.opened();
        Peers.Life pooled = peers.opened();
        Peers.Life other = peers.opened();
        Peers.Life nobody = peers.opened();
        peers.named(monitor, "a");
        peers.named(pooled, "a");
        peers.named(other, "b");
        peers.carried(pooled);
        peers.closed(nobody);

        assertThat(peers.counts())
                .containsOnlyKeys("a", "b")
                .containsEntry("a", new PeerCount(2, 2, 2, 1))
                .containsEntry("b", new PeerCount(1, 1, 1, 0));
    }
}
