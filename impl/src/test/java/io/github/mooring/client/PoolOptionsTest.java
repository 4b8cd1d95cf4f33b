package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.pool.Sharing;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the limits of connections go together; that each of them arrives is proved by {@link OptionTest}. */
class PoolOptionsTest {
    private static PoolOptions parse(String options) {
        return ClientOptions.parse("mongodb://h/?" + options).pool();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "minPoolSize=6&maxPoolSize=5| minPoolSize is 6, but maxPoolSize is only 5",
                "minPoolSize=101| minPoolSize is 101, but maxPoolSize is only 100",
                "minPoolSize=6&maxTotalConnections=5| minPoolSize is 6, but maxTotalConnections is only 5",
                "connectionSharing=never&maxInFlight=2| connectionSharing is never, but maxInFlight is 2:"
                        + " without sharing it can only be 1",
                "connectionSharing=always&maxInFlight=1| connectionSharing is always, but maxInFlight is 1:"
                        + " sharing needs room for 2 operations or more",
            })
    void whatContradictsEachOtherIsRefused(String options, String message) {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> parse(options))
                .withMessage("contradictory: " + message);
    }

    @Test
    void propertiesContradictEachOtherJustTheSame() {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(
                        Map.of(Option.CONNECTION_URL, "mongodb://h/?maxPoolSize=5", Option.MIN_POOL_SIZE, "6")))
                .withMessage("contradictory: minPoolSize is 6, but maxPoolSize is only 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minPoolSize=5&maxPoolSize=5",
                "minPoolSize=1000&maxPoolSize=0&maxTotalConnections=0",
                "connectionSharing=never&maxInFlight=1",
                "connectionSharing=whenFull&maxInFlight=1",
                "connectionSharing=always&maxInFlight=2",
                "maxInFlight=1",
                "maxConnecting=50&maxPoolSize=5",
                "maxPoolSize=500&maxTotalConnections=10",
            })
    void whatGoesTogetherIsTaken(String options) {
        for (String option : options.split("&", -1)) {
            String[] pair = option.split("=", -1);
            Option named = Option.ofUriName(pair[0]).orElseThrow();
            assertThat(OptionEffects.of(named, ClientOptions.parse("mongodb://h/?" + options)))
                    .isEqualTo(named.read(pair[1]));
        }
    }

    @Test
    void whoNeverSharesHasOneOperationInFlight() {
        assertThat(parse("connectionSharing=never").maxInFlight()).isEqualTo(1);
        assertThat(parse("connectionSharing=never").sharing()).isEqualTo(Sharing.NEVER);
        assertThat(parse("connectionSharing=whenFull").maxInFlight()).isEqualTo(256);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "maxConnecting=0| option maxConnecting is '0', allowed is 1 to 2147483647",
                "maxInFlight=0| option maxInFlight is '0', allowed is 1 to 10000",
                "maxInFlight=10001| option maxInFlight is '10001', allowed is 1 to 10000",
                "minPoolSize=-1| option minPoolSize is '-1', allowed is 0 to 2147483647",
                "maxLifeTimeMS=-1| option maxLifeTimeMS is '-1', allowed is 0 to 2147483647",
                "maxWaitQueueSize=-1| option maxWaitQueueSize is '-1', allowed is 0 to 2147483647",
                "maxTotalConnections=-1| option maxTotalConnections is '-1', allowed is 0 to 2147483647",
                "maxIdentityPools=2147483648| option maxIdentityPools is '2147483648', allowed is 0 to 2147483647",
                "identityPoolExpiryMS=1s| option identityPoolExpiryMS is '1s', allowed is 0 to 2147483647",
                "connectionSharing=whenfull| option connectionSharing is 'whenfull', allowed is never, whenFull, always;"
                        + " did you mean whenFull?",
                "waitQueueMultiple=5| connection string: option waitQueueMultiple is not supported:"
                        + " use maxWaitQueueSize, which counts those who wait themselves",
            })
    void aWrongValueIsRefusedByName(String options, String message) {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> parse(options + "&strictOptions=true"))
                .withMessage(message);
    }

    @Test
    void theRecordChecksWhatDidNotComeThroughADoor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exclusive(-1, 0, Duration.ZERO))
                .withMessage("maxPoolSize is '-1', allowed is 0 to 2147483647");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exclusive(1, 2, Duration.ZERO))
                .withMessage("minPoolSize is 2, but maxPoolSize is only 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> exclusive(1, 1, Duration.ofMillis(-1)))
                .withMessage("maxLifeTimeMS is -1 ms, allowed is 0 to 2147483647");
        assertThat(exclusive(0, 2, Duration.ZERO).minSize()).isEqualTo(2);
    }

    private static PoolOptions exclusive(int maxSize, int minSize, Duration maxLifeTime) {
        return new PoolOptions(
                maxSize,
                minSize,
                2,
                Sharing.NEVER,
                1,
                0,
                Duration.ZERO,
                Duration.ZERO,
                maxLifeTime,
                0,
                0,
                Duration.ZERO);
    }
}
