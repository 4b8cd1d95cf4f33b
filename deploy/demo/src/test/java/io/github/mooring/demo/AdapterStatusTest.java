package io.github.mooring.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.ServerAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AdapterStatusTest {
    private static final ServerAddress SERVER = new ServerAddress("db.example", 27017);

    @Test
    void tellsAllNumbers() {
        FactoryStatistics numbers =
                new FactoryStatistics(SERVER, 1, 2, 3, 4, 5, 6, 7, 8, Duration.ofNanos(1_500_000), Instant.EPOCH, null);

        assertThat(AdapterStatus.toJson(numbers))
                .hasToString("{\"server\":\"db.example:27017\",\"sessions\":{\"open\":1,\"opened\":2},"
                        + "\"sockets\":{\"open\":3,\"inUse\":4,\"opened\":5,\"waiting\":6},"
                        + "\"pings\":{\"answered\":7,\"failed\":8,\"lastMillis\":1.5,"
                        + "\"lastAt\":\"1970-01-01T00:00:00Z\",\"lastError\":null}}");
    }

    @Test
    void saysNullForAPingThatHasNotBeen() {
        FactoryStatistics numbers =
                new FactoryStatistics(SERVER, 0, 0, 0, 0, 0, 0, 0, 1, null, null, "connection refused");

        assertThat(AdapterStatus.toJson(numbers).getJsonObject("pings"))
                .hasToString("{\"answered\":0,\"failed\":1,\"lastMillis\":null,\"lastAt\":null,"
                        + "\"lastError\":\"connection refused\"}");
    }
}
