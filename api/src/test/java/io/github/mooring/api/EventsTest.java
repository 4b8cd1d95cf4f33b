package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.mooring.api.event.CommandEvent;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.ConnectionCheckOutFailed;
import io.github.mooring.api.event.ConnectionPoolCreated;
import io.github.mooring.api.event.ConnectionPoolEvent;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.ServerHeartbeatFailed;
import io.github.mooring.api.event.TopologyEvent;
import io.github.mooring.api.event.TopologyListener;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EventsTest {
    private static final ServerAddress SERVER = new ServerAddress("db.example", 27017);

    /** Each kind of event, and who hears of it. */
    static Stream<Arguments> events() {
        return Stream.of(
                        Arguments.of(ConnectionPoolEvent.class, ConnectionPoolListener.class),
                        Arguments.of(TopologyEvent.class, TopologyListener.class),
                        Arguments.of(CommandEvent.class, CommandListener.class))
                .flatMap(pair -> Arrays.stream(((Class<?>) pair.get()[0]).getPermittedSubclasses())
                        .map(event -> Arguments.of(event, pair.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventIsARecordThatTheListenerHearsOfByItsName(Class<?> event, Class<?> listener) {
        String name = event.getSimpleName();
        String method = Character.toLowerCase(name.charAt(0)) + name.substring(1);

        assertThat(event.isRecord()).isTrue();
        assertThat(Arrays.stream(listener.getMethods())
                        .filter(candidate -> candidate.getName().equals(method)))
                .hasSize(1)
                .allSatisfy(found -> {
                    assertThat(found.isDefault()).isTrue();
                    assertThat(found.getParameterTypes()).containsExactly(event);
                });
    }

    @Test
    void theListenersHearOfNothingElse() {
        assertThat(heard(ConnectionPoolListener.class))
                .containsExactlyInAnyOrder(ConnectionPoolEvent.class.getPermittedSubclasses());
        assertThat(heard(TopologyListener.class))
                .containsExactlyInAnyOrder(TopologyEvent.class.getPermittedSubclasses());
        assertThat(heard(CommandListener.class)).containsExactlyInAnyOrder(CommandEvent.class.getPermittedSubclasses());
    }

    private static List<Class<?>> heard(Class<?> listener) {
        return Arrays.stream(listener.getMethods())
                .<Class<?>>map((Method method) -> method.getParameterTypes()[0])
                .toList();
    }

    @Test
    void optionsOfAPoolDoNotChange() {
        Map<String, Object> options = new HashMap<>(Map.of("maxPoolSize", 5));
        ConnectionPoolCreated event = new ConnectionPoolCreated(SERVER, null, options);

        options.put("minPoolSize", 3);

        assertThat(event.options()).isEqualTo(Map.of("maxPoolSize", 5));
        assertThat(event).isEqualTo(new ConnectionPoolCreated(SERVER, null, Map.of("maxPoolSize", 5)));
    }

    @Test
    @SuppressWarnings("NullAway") // the caller's mistake is what is tested
    void nullIsRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ConnectionCheckOutFailed(null, null, null, Duration.ZERO))
                .withMessage("address");
        assertThatNullPointerException()
                .isThrownBy(() -> new ConnectionCheckOutFailed(SERVER, "ann@admin", null, Duration.ZERO))
                .withMessage("reason");
        assertThatNullPointerException()
                .isThrownBy(() -> new ServerHeartbeatFailed(1, SERVER, 1, null, false, Duration.ZERO, null))
                .withMessage("failure");
    }
}
