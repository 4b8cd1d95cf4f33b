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
            case CONNECTION_URL, PASSWORD, STRICT_OPTIONS ->
                throw new IllegalArgumentException(option + " cannot be read back");
            case USER_NAME, AUTH_SOURCE, AUTH_MECHANISM, AUTH_MECHANISM_PROPERTIES -> ofUser(option, options);
            case SERVER_NAME,
                    PORT_NUMBER,
                    REPLICA_SET,
                    DIRECT_CONNECTION,
                    LOAD_BALANCED,
                    SERVER_SELECTION_TIMEOUT,
                    LOCAL_THRESHOLD,
                    HEARTBEAT_FREQUENCY,
                    SERVER_MONITORING_MODE,
                    SILENCE_PROBE,
                    SRV_MAX_HOSTS,
                    SRV_SERVICE_NAME -> ofTopology(option, options.topology());
            case APP_NAME,
                    CONNECT_TIMEOUT,
                    SOCKET_TIMEOUT,
                    COMPRESSORS,
                    ZLIB_COMPRESSION_LEVEL,
                    PLAIN_WITHOUT_TLS,
                    PROXY_HOST,
                    PROXY_PORT,
                    PROXY_USERNAME,
                    PROXY_PASSWORD -> ofConnection(option, options.connection());
            case TLS,
                    TLS_INSECURE,
                    TLS_ALLOW_INVALID_HOSTNAMES,
                    TLS_ALLOW_INVALID_CERTIFICATES,
                    TLS_CA_FILE,
                    TLS_CERTIFICATE_KEY_FILE,
                    TLS_CERTIFICATE_KEY_FILE_PASSWORD,
                    TLS_DISABLE_CERTIFICATE_REVOCATION_CHECK,
                    TLS_DISABLE_OCSP_ENDPOINT_CHECK -> ofTls(option, options.tls());
            case RETRY_READS -> options.retry().reads();
            case RETRY_WRITES -> options.retry().writes();
            case COMMIT_RETRY_BUDGET -> options.transactions().commitRetryBudget();
            case TRANSACTION_MAX_TIME -> options.transactions().maxTime();
            case MAX_ADAPTIVE_RETRIES -> options.retry().maxAdaptive();
            case ENABLE_OVERLOAD_RETARGETING -> options.retry().overloadRetargeting();
            case MAX_LOG_DOCUMENT_LENGTH -> options.log().maxDocumentLength();
            case JMX -> options.log().jmx();
            case CONNECTION_SHARING,
                    IDENTITY_POOL_EXPIRY,
                    MAX_CONNECTING,
                    MAX_IDENTITY_POOLS,
                    MAX_IDLE_TIME,
                    MAX_IN_FLIGHT,
                    MAX_LIFE_TIME,
                    MAX_POOL_SIZE,
                    MAX_TOTAL_CONNECTIONS,
                    MAX_WAIT_QUEUE_SIZE,
                    MIN_POOL_SIZE,
                    WAIT_QUEUE_TIMEOUT -> ofPool(option, options.pool());
            case DATABASE_NAME,
                    TIMEOUT,
                    READ_PREFERENCE,
                    READ_PREFERENCE_TAGS,
                    MAX_STALENESS,
                    READ_CONCERN_LEVEL,
                    W,
                    JOURNAL,
                    W_TIMEOUT,
                    UUID_REPRESENTATION,
                    SESSION_RECOVERY -> ofSession(option, options.session());
        };
    }

    private static @Nullable Object ofUser(Option option, ClientOptions options) {
        Optional<Credential> user = credential(options);
        return switch (option) {
            case USER_NAME -> user.map(Credential::username).orElse(null);
            case AUTH_SOURCE -> user.map(Credential::source).orElse(null);
            case AUTH_MECHANISM -> user.map(Credential::mechanism).orElse(null);
            default ->
                user.map(Credential::mechanismProperties)
                        .filter(properties -> !properties.isEmpty())
                        .map(MechanismProperties::new)
                        .orElse(null);
        };
    }

    private static @Nullable Object ofTopology(Option option, TopologyOptions topology) {
        return switch (option) {
            case SERVER_NAME -> topology.hosts().get(0).host();
            case PORT_NUMBER -> topology.hosts().get(0).port();
            case REPLICA_SET -> topology.replicaSet();
            case DIRECT_CONNECTION -> topology.directConnection();
            case LOAD_BALANCED -> topology.loadBalanced();
            case SERVER_SELECTION_TIMEOUT -> topology.serverSelectionTimeout();
            case LOCAL_THRESHOLD -> topology.localThreshold();
            case HEARTBEAT_FREQUENCY -> topology.heartbeatFrequency();
            case SERVER_MONITORING_MODE -> topology.monitoringMode();
            case SILENCE_PROBE -> topology.silenceProbe();
            default -> ofSrv(option, topology.seeds());
        };
    }

    private static @Nullable Object ofSrv(Option option, Seeds seeds) {
        if (!(seeds instanceof Seeds.SrvName srv)) {
            return null;
        }
        return option == Option.SRV_MAX_HOSTS ? (Object) srv.maxHosts() : srv.serviceName();
    }

    private static @Nullable Object ofConnection(Option option, ConnectionOptions connection) {
        return switch (option) {
            case APP_NAME -> connection.appName();
            case CONNECT_TIMEOUT -> connection.connectTimeout();
            case SOCKET_TIMEOUT -> connection.socketTimeout();
            case PLAIN_WITHOUT_TLS -> connection.plainWithoutTls();
            case COMPRESSORS -> connection.compressors().names().isEmpty() ? null : connection.compressors();
            case ZLIB_COMPRESSION_LEVEL -> connection.zlibCompressionLevel();
            default -> connection.proxy() == null ? null : ofProxy(option, connection.proxy());
        };
    }

    private static @Nullable Object ofProxy(Option option, ProxyOptions proxy) {
        return switch (option) {
            case PROXY_HOST -> proxy.host();
            case PROXY_PORT -> proxy.port();
            case PROXY_USERNAME -> proxy.userName();
            default -> text(proxy.password());
        };
    }

    private static @Nullable Object ofTls(Option option, TlsOptions tls) {
        return switch (option) {
            case TLS -> tls.enabled();
            case TLS_INSECURE -> tls.insecure();
            case TLS_ALLOW_INVALID_HOSTNAMES -> tls.allowInvalidHostnames();
            case TLS_ALLOW_INVALID_CERTIFICATES -> tls.allowInvalidCertificates();
            case TLS_CA_FILE -> tls.caFile();
            case TLS_CERTIFICATE_KEY_FILE -> tls.certificateKeyFile();
            case TLS_CERTIFICATE_KEY_FILE_PASSWORD -> text(tls.certificateKeyFilePassword());
            case TLS_DISABLE_CERTIFICATE_REVOCATION_CHECK -> tls.disableCertificateRevocationCheck();
            default -> tls.disableOcspEndpointCheck();
        };
    }

    private static Object ofPool(Option option, PoolOptions pool) {
        return switch (option) {
            case CONNECTION_SHARING -> pool.sharing();
            case IDENTITY_POOL_EXPIRY -> pool.identityPoolExpiry();
            case MAX_CONNECTING -> pool.maxConnecting();
            case MAX_IDENTITY_POOLS -> pool.maxIdentityPools();
            case MAX_IDLE_TIME -> pool.maxIdleTime();
            case MAX_IN_FLIGHT -> pool.maxInFlight();
            case MAX_LIFE_TIME -> pool.maxLifeTime();
            case MAX_POOL_SIZE -> pool.maxSize();
            case MAX_TOTAL_CONNECTIONS -> pool.maxTotalConnections();
            case MAX_WAIT_QUEUE_SIZE -> pool.maxWaitQueueSize();
            case MIN_POOL_SIZE -> pool.minSize();
            default -> pool.waitQueueTimeout();
        };
    }

    private static @Nullable Object ofSession(Option option, SessionDefaults session) {
        return switch (option) {
            case DATABASE_NAME -> session.databaseName();
            case TIMEOUT -> session.timeout();
            case READ_PREFERENCE -> session.mode();
            case READ_PREFERENCE_TAGS -> session.tagSets().isEmpty() ? null : new TagSets(session.tagSets());
            case MAX_STALENESS -> session.maxStalenessSeconds();
            case READ_CONCERN_LEVEL -> session.readConcern().level();
            case W -> session.writeConcern().w();
            case JOURNAL -> session.writeConcern().journal();
            case W_TIMEOUT -> session.writeConcern().wTimeout();
            case UUID_REPRESENTATION -> session.uuidRepresentation();
            default -> session.recovery();
        };
    }

    private static @Nullable String text(@Nullable Secret secret) {
        return secret == null ? null : secret.reveal();
    }

    private static Optional<Credential> credential(ClientOptions options) {
        return options.identity() instanceof Credential credential ? Optional.of(credential) : Optional.empty();
    }
}
