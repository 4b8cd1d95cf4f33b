package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ServerHeartbeatFailed;
import io.github.mooring.api.event.ServerHeartbeatStarted;
import io.github.mooring.testkit.time.FakeClock;
import io.github.mooring.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatNewsTest {
    private static final ServerAddress SERVER = new ServerAddress("db.example", 27017);
    private static final Duration TOOK = Duration.ofMillis(7);

    private final RecordingTopologyListener heard = new RecordingTopologyListener();
    private final FakeClock time = new FakeClock();
    private final Clock clock = Clock.of(time::nanoTime, (lock, condition, wait) -> {
        throw new AssertionError("nobody waits");
    });
    private final TopologyNews news = new TopologyNews(heard, new DocumentText(100), clock);
    private final HeartbeatNews heartbeats = news.ofServer(SERVER, clock);

    @Test
    void aFailureIsHeardOfWithWhatIsKnownOfTheConnection() {
        MongoConnectException error = new MongoConnectException("refused", ErrorContext.unsent(SERVER), null);

        heartbeats.started(3, 42L, true);
        heartbeats.failed(error, TOOK);

        assertThat(heard.events())
                .containsExactly(
                        new ServerHeartbeatStarted(news.id(), SERVER, 3, 42L, true),
                        new ServerHeartbeatFailed(news.id(), SERVER, 3, 42L, true, TOOK, error));
    }

    @Test
    void whatIsUnderWayWhenTheServerIsClosedEndsThenAndNothingFollows() {
        heartbeats.started(1, null, false);
        time.advance(TOOK);

        heartbeats.close();
        heartbeats.close();
        heartbeats.failed(new MongoConnectException("late", ErrorContext.unsent(SERVER), null), TOOK);
        heartbeats.started(2, null, false);

        assertThat(heard.events()).hasSize(2);
        ServerHeartbeatFailed failed = (ServerHeartbeatFailed) heard.events().get(1);
        assertThat(failed.duration()).isEqualTo(TOOK);
        assertThat(failed.failure()).isInstanceOf(MongoClosedException.class).hasMessageContaining("db.example");
    }
}
