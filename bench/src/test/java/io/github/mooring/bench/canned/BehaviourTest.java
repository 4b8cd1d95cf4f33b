package io.github.mooring.bench.canned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehaviourTest {
    private static final Behaviour SERIAL =
            Behaviour.PLAIN.withService(Duration.ofNanos(200_000)).withLatency(Duration.ofNanos(300_000));

    @Test
    void aNetworkDelaysRequestsThatComeTogetherByTheSameTime() {
        Behaviour link = Behaviour.PLAIN.withLatency(Duration.ofMillis(1));
        long first = link.doneNanos(1000, 0);
        long second = link.doneNanos(1000, first);

        assertThat(List.of(link.dueNanos(first, false), link.dueNanos(second, false)))
                .containsExactly(1_001_000L, 1_001_000L);
    }

    @Test
    void aServerWorksOffOneRequestAfterTheOtherAndRestsInBetween() {
        long first = SERIAL.doneNanos(1000, 0);
        long second = SERIAL.doneNanos(1000, first);
        long later = SERIAL.doneNanos(9_000_000, second);

        assertThat(List.of(first, second, later)).containsExactly(201_000L, 401_000L, 9_200_000L);
        assertThat(SERIAL.dueNanos(second, false)).isEqualTo(701_000);
    }

    @Test
    void onlyAHelloTakesTheTimeOfAHandshake() {
        Behaviour slow = Behaviour.PLAIN.withHandshake(Duration.ofMillis(50));

        assertThat(slow.dueNanos(7, true)).isEqualTo(50_000_007);
        assertThat(slow.dueNanos(7, false)).isEqualTo(7);
    }

    @Test
    void theLimitIsThatOfTheCallersOrThatOfTheConnectionsWhicheverIsLower() {
        assertThat(SERIAL.limitPerSecond(64, 4)).isEqualTo(20_000);
        assertThat(SERIAL.limitPerSecond(1, 4)).isEqualTo(2_000);
        assertThat(Behaviour.PLAIN.limitPerSecond(1, 1)).isInfinite();
    }

    @Test
    void itSurvivesTheWayToAnotherProcess() {
        Behaviour all = SERIAL.withHandshake(Duration.ofMillis(50));

        assertThat(Behaviour.parse(all.text())).isEqualTo(all);
        ServerAccess access = new ServerAccess(4711, List.of(Behaviour.PLAIN, all), List.of(1, 2));
        assertThat(ServerAccess.parse(access.text())).isEqualTo(access);
    }

    @Test
    void whatIsNoBehaviourIsRefused() {
        assertThatThrownBy(() -> Behaviour.parse("1000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("latency,service,handshake")
                .hasMessageContaining("'1000'");
        assertThatThrownBy(() -> Behaviour.PLAIN.withLatency(Duration.ofNanos(-1000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("latency -1 us");
        ServerAccess access = new ServerAccess(1, List.of(Behaviour.PLAIN), List.of(1));
        assertThatThrownBy(() -> access.port(SERIAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("offers");
    }
}
