package io.github.mooring.client;

import io.github.mooring.connection.CompressionSettings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ClientOptions} say about each single connection; immutable. Names, defaults, units and ranges are those of
 * {@link Option}.
 *
 * @param appName              the application's name for the server, null if it has none
 * @param connectTimeout       longest time to open a connection; zero leaves it to {@code timeoutMS}
 * @param socketTimeout        longest wait for bytes to come or to go; zero leaves it to {@code timeoutMS}
 * @param socketTimeoutHolds   whether that has an effect: not where {@code timeoutMS} is given
 * @param compressors          how messages may be compressed, in the order of preference
 * @param zlibCompressionLevel how hard zlib works, -1 to 9; -1 is zlib's own default
 * @param proxy                what connections go through; null if nothing
 * @param plainWithoutTls      whether a password may be sent as it is over a connection that is not encrypted
 */
public record ConnectionOptions(
        @Nullable String appName,
        Duration connectTimeout,
        Duration socketTimeout,
        boolean socketTimeoutHolds,
        Compressors compressors,
        int zlibCompressionLevel,
        @Nullable ProxyOptions proxy,
        boolean plainWithoutTls) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming option, value and what is allowed
     */
    public ConnectionOptions {
        if (appName != null) {
            Option.APP_NAME.check(appName);
        }
        Option.CONNECT_TIMEOUT.check(connectTimeout);
        Option.SOCKET_TIMEOUT.check(socketTimeout);
        Objects.requireNonNull(compressors, "compressors");
        Option.ZLIB_COMPRESSION_LEVEL.check(zlibCompressionLevel);
    }

    /**
     * The limit of each wait for bytes; zero if there is none.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/client-side-operations-timeout/client-side-operations-timeout.md#timeoutms-overrides-deprecated-timeout-options">
     *     Client Side Operations Timeout: timeoutMS overrides deprecated timeout options</a>
     */
    Duration longestSilence() {
        return socketTimeoutHolds ? socketTimeout : Duration.ZERO;
    }

    /** What is offered to servers. */
    CompressionSettings compression() {
        return new CompressionSettings(compressors.names(), zlibCompressionLevel);
    }

    /**
     * What a configuration says.
     *
     * @throws IllegalArgumentException if two options contradict each other
     */
    static ConnectionOptions of(Settings given) {
        Compressors compressors = given.find(Option.COMPRESSORS, Compressors.class);
        return new ConnectionOptions(
                given.find(Option.APP_NAME, String.class),
                given.get(Option.CONNECT_TIMEOUT, Duration.class),
                given.get(Option.SOCKET_TIMEOUT, Duration.class),
                !given.has(Option.TIMEOUT),
                compressors == null ? Compressors.NONE : compressors,
                given.get(Option.ZLIB_COMPRESSION_LEVEL, Integer.class),
                ProxyOptions.of(given),
                given.get(Option.PLAIN_WITHOUT_TLS, Boolean.class));
    }
}
