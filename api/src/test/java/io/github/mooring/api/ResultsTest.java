package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonInt32;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

class ResultsTest {
    @Test
    void insertedIdsAreCopied() {
        List<BsonValue> ids = new ArrayList<>(List.of(new BsonInt32(1)));
        InsertManyResult result = new InsertManyResult(true, ids);

        ids.clear();
        assertThat(result.insertedIds()).containsExactly(new BsonInt32(1));
    }

    @Test
    void thereIsNoRoundTripTimeBeforeTheFirstPing() {
        ServerAddress server = new ServerAddress("h", 1);
        FactoryStatistics before = new FactoryStatistics(server, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null);
        FactoryStatistics after =
                new FactoryStatistics(server, 0, 0, 0, 0, 0, 0, 1, 0, Duration.ofMillis(3), Instant.EPOCH, null);

        assertThat(before.roundTripTime()).isEmpty();
        assertThat(after.roundTripTime()).contains(Duration.ofMillis(3));
    }
}
