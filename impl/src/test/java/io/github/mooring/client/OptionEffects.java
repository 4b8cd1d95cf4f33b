package io.github.mooring.client;

import io.github.mooring.auth.Credential;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where each option lands in {@link ClientOptions}, for tests that have to look there. */
final class OptionEffects {
    private OptionEffects() {}

    /** The value that an option has brought about, of the class that {@link Option#read} returns; null if none. */
    static @Nullable Object of(Option option, ClientOptions options) {
        return switch (option) {
            case CONNECTION_URL, PASSWORD -> throw new IllegalArgumentException(option + " cannot be read back");
            case SERVER_NAME -> options.server().host();
            case PORT_NUMBER -> options.server().port();
            case DATABASE_NAME -> options.databaseName();
            case USER_NAME -> credential(options).map(Credential::username).orElse(null);
            case AUTH_SOURCE -> credential(options).map(Credential::source).orElse(null);
            case AUTH_MECHANISM ->
                credential(options).map(Credential::mechanism).orElse(null);
            case APP_NAME -> options.appName();
            case CONNECT_TIMEOUT -> options.connectTimeout();
            case CONNECTION_SHARING -> options.pool().sharing();
            case DIRECT_CONNECTION -> options.directConnection();
            case HEARTBEAT_FREQUENCY -> options.heartbeatFrequency();
            case IDENTITY_POOL_EXPIRY -> options.pool().identityPoolExpiry();
            case JOURNAL -> options.writeConcern().journal();
            case MAX_CONNECTING -> options.pool().maxConnecting();
            case MAX_IDENTITY_POOLS -> options.pool().maxIdentityPools();
            case MAX_IDLE_TIME -> options.pool().maxIdleTime();
            case MAX_IN_FLIGHT -> options.pool().maxInFlight();
            case MAX_LIFE_TIME -> options.pool().maxLifeTime();
            case MAX_POOL_SIZE -> options.pool().maxSize();
            case MAX_TOTAL_CONNECTIONS -> options.pool().maxTotalConnections();
            case MAX_WAIT_QUEUE_SIZE -> options.pool().maxWaitQueueSize();
            case MIN_POOL_SIZE -> options.pool().minSize();
            case READ_CONCERN_LEVEL -> options.readConcern().level();
            case READ_PREFERENCE -> options.mode();
            case READ_PREFERENCE_TAGS -> options.tagSets().isEmpty() ? null : new TagSets(options.tagSets());
            case REPLICA_SET -> options.replicaSet();
            case SESSION_RECOVERY -> options.sessionRecovery();
            case TIMEOUT -> options.timeout();
            case TLS -> options.tls().enabled();
            case TLS_ALLOW_INVALID_HOSTNAMES, TLS_INSECURE -> !options.tls().hostNameCheck();
            case W -> options.writeConcern().w();
            case WAIT_QUEUE_TIMEOUT -> options.pool().waitQueueTimeout();
            case W_TIMEOUT -> options.writeConcern().wTimeout();
        };
    }

    private static Optional<Credential> credential(ClientOptions options) {
        return options.identity() instanceof Credential credential ? Optional.of(credential) : Optional.empty();
    }
}
