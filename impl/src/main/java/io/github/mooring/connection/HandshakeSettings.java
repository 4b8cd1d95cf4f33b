package io.github.mooring.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the handshakes of one client have in common; immutable.
 *
 * @param applicationName what the server's logs and profiles show, at most 128 bytes of UTF-8; null for none (option
 *     {@code appName})
 * @param replicaSet      the set that servers have to belong to; null for any or none (option {@code replicaSet})
 * @param compression     which compressors are offered (options compressors and zlibCompressionLevel)
 * @param connectTimeout  longest time from dialing to the end of authentication, whatever the operation's deadline;
 *     zero means no limit (option connectTimeoutMS)
 */
public record HandshakeSettings(
        @Nullable String applicationName,
        @Nullable String replicaSet,
        CompressionSettings compression,
        Duration connectTimeout) {
    /**
     * Checks.
     *
     * @throws io.github.mooring.api.MongoConfigurationException if the name is too long
     * @throws IllegalArgumentException                          if the time-out is negative
     */
    public HandshakeSettings {
        if (applicationName != null) {
            ClientMetadata.checked(applicationName);
        }
        if (connectTimeout.isNegative()) {
            throw new IllegalArgumentException("connectTimeout is " + connectTimeout + ", allowed is 0 and more");
        }
    }

    /** Without compression. */
    public HandshakeSettings(@Nullable String applicationName, @Nullable String replicaSet, Duration connectTimeout) {
        this(applicationName, replicaSet, CompressionSettings.NONE, connectTimeout);
    }
}
