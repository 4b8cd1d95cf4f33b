package io.github.mooring.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one client have in common; immutable.
 *
 * @param applicationName what the server's logs and profiles show, at most 128 bytes of UTF-8; null for none (option
 *     {@code appName})
 * @param replicaSet      the set that servers have to belong to; null for any or none (option {@code replicaSet})
 * @param compression     which compressors are offered (options compressors and zlibCompressionLevel)
 * @param connectTimeout  longest time from dialing to the end of authentication, whatever the operation's deadline;
 *     zero means no limit (option connectTimeoutMS)
 * @param socketTimeout   longest wait for bytes to come or to go, except on monitors' connections; zero means no limit but
 *     the operation's deadline (option socketTimeoutMS)
 */
public record HandshakeSettings(
        @Nullable String applicationName,
        @Nullable String replicaSet,
        CompressionSettings compression,
        Duration connectTimeout,
        Duration socketTimeout) {
    /**
     * Checks.
     *
     * @throws io.github.mooring.api.MongoConfigurationException if the name is too long
     * @throws IllegalArgumentException                          if a time-out is negative
     */
    public HandshakeSettings {
        if (applicationName != null) {
            ClientMetadata.checked(applicationName);
        }
        if (connectTimeout.isNegative()) {
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + ", allowed is 0 and more");
        }
        if (socketTimeout.isNegative()) {
            throw new IllegalArgumentException("socketTimeout is " + socketTimeout + ", allowed is 0 and more");
        }
    }

    /** Without a limit for single waits. */
    public HandshakeSettings(
            @Nullable String applicationName,
            @Nullable String replicaSet,
            CompressionSettings compression,
            Duration connectTimeout) {
        this(applicationName, replicaSet, compression, connectTimeout, Duration.ZERO);
    }

    /** As above, without compression. */
    public HandshakeSettings(@Nullable String applicationName, @Nullable String replicaSet, Duration connectTimeout) {
        this(applicationName, replicaSet, CompressionSettings.NONE, connectTimeout);
    }
}
