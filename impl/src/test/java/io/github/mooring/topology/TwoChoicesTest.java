package io.github.mooring.topology;

import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mooring.api.ServerAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TwoChoicesTest {
    /** All pairs that can be drawn, each once: so these are the likelihoods themselves. */
    @Test
    void theLessBusyOfEachPairIsTaken() {
        assertThat(chosen(Map.of("a", 0, "b", 5, "c", 9))).isEqualTo(Map.of("a", 4, "b", 2));
    }

    @Test
    void whoIsAsBusyAsTheOthersIsTakenAsOften() {
        assertThat(chosen(Map.of("a", 3, "b", 3, "c", 3))).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
        assertThat(chosen(Map.of("a", 3, "b", 3))).isEqualTo(Map.of("a", 1, "b", 1));
    }

    @Test
    void aSingleServerIsTakenWithoutADraw() {
        ServerDescription only = server("a", ServerType.MONGOS, 1);

        ServerDescription chosen = TwoChoices.of(
                List.of(only),
                server -> {
                    throw new AssertionError("counted");
                },
                bound -> {
                    throw new AssertionError("drawn");
                });

        assertThat(chosen).isSameAs(only);
    }

    @Test
    void thereMustBeSomebody() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwoChoices.of(List.of(), server -> 0, bound -> 0))
                .withMessage("no server to choose from");
    }

    /** How often each is taken if each pair is drawn once in either order. */
    private static Map<String, Integer> chosen(Map<String, Integer> operations) {
        List<ServerDescription> servers = operations.keySet().stream()
                .sorted()
                .map(host -> server(host, ServerType.MONGOS, 1))
                .toList();
        Map<ServerAddress, Integer> counts = new HashMap<>();
        operations.forEach((host, count) -> counts.put(address(host), count));
        Map<String, Integer> chosen = new TreeMap<>();
        for (int first = 0; first < servers.size(); first++) {
            for (int second = 0; second < servers.size() - 1; second++) {
                Queue<Integer> draws = new ArrayDeque<>(List.of(first, second));
                Queue<Integer> bounds = new ArrayDeque<>(List.of(servers.size(), servers.size() - 1));
                ServerDescription taken = TwoChoices.of(servers, server -> counts.get(server.address()), bound -> {
                    assertThat(bound).isEqualTo(bounds.remove());
                    return draws.remove();
                });
                chosen.merge(taken.address().host(), 1, Integer::sum);
            }
        }
        return chosen;
    }
}
