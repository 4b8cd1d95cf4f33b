package io.github.mooring.client;

import io.github.mooring.api.Mode;
import io.github.mooring.pool.Sharing;
import io.github.mooring.session.SessionRecovery;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * The table of options: names, type, default, range and meaning of everything that can be configured.
 *
 * <p>It is the only place that knows them. The connection string, the properties of the resource adapter, the checks of
 * {@link ClientOptions} and the table in {@code docs/config.md} are all read from here.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/uri-options/uri-options.md">URI Options</a>
 */
// the checker cannot see it: all fields are final, the list is List.of, the records hold functions without state
@SuppressWarnings("ImmutableEnumChecker")
public enum Option {
    /** The connection string as a whole. */
    CONNECTION_URL(
            "ConnectionURL",
            OptionType.text("mongodb://[user:password@]host[:port][,...][/database][?option=value&...]"),
            none("built from the other properties"),
            "The connection string. What it says need not be said by other properties, and must not be contradicted."),
    /** The host part of the connection string. */
    SERVER_NAME(
            "ServerName",
            OptionType.host(),
            value("localhost"),
            "The server, if it is one: several, or a name of mongodb+srv://, are said by a connection string."),
    /** The port part of the connection string. */
    PORT_NUMBER(
            "PortNumber",
            OptionType.number(1, 65_535, ""),
            value("27017"),
            "The server's port. A connection string without a port means 27017."),
    /** The path of the connection string. */
    DATABASE_NAME(
            "DatabaseName",
            OptionType.database(),
            value("test"),
            "The database of sessions that do not name one; in a connection string what follows the host and a slash."
                    + " Where no AuthSource is given, it is also the database that knows the user."),
    /** The user name of the connection string. */
    USER_NAME(
            "UserName",
            OptionType.text("any text"),
            none("no authentication"),
            "Who connects, unless the container or the application says otherwise. Needs a password."),
    /** The password of the connection string. */
    PASSWORD("Password", OptionType.secret(), none(), "The user's password. Never shown anywhere."),

    /** {@code appName}. */
    APP_NAME(
            "appName",
            OptionType.bytes(128),
            none(),
            "The application's name in the server's logs, profiler and list of connections."),
    /** {@code authMechanism}. */
    AUTH_MECHANISM(
            "authMechanism",
            OptionType.choice(String.class, Choices.mechanisms(), Choices.mechanismsThatAreGone()),
            none("SCRAM-SHA-256 if the server has it for the user, else SCRAM-SHA-1"),
            "How users prove who they are. Needs a user name, except for MONGODB-X509, MONGODB-AWS and MONGODB-OIDC."),
    /** {@code authMechanismProperties}. */
    AUTH_MECHANISM_PROPERTIES(
            "authMechanismProperties",
            OptionType.mechanismProperties(),
            none(),
            "What the mechanism wants to know besides. GSSAPI: SERVICE_NAME (mongodb unless said), SERVICE_REALM,"
                    + " SERVICE_HOST, CANONICALIZE_HOST_NAME (none, forward, forwardAndReverse). MONGODB-AWS:"
                    + " AWS_SESSION_TOKEN. MONGODB-OIDC: ENVIRONMENT (azure, gcp, k8s), TOKEN_RESOURCE. Never shown."),
    /** {@code authSource}. */
    AUTH_SOURCE(
            "authSource",
            OptionType.authenticationSource(),
            none("$external for GSSAPI, MONGODB-X509, MONGODB-AWS and MONGODB-OIDC; else the database, if one is given;"
                    + " else $external for PLAIN, and admin"),
            "The database that knows the user, and those who sign on with a name of their own."),
    /** {@code commitRetryBudgetMS}. */
    COMMIT_RETRY_BUDGET(
            "commitRetryBudgetMS",
            OptionType.millis(0),
            value("15000"),
            "How long the commit of a transaction is repeated, and it alone, while no server says what became of it; within"
                    + " timeoutMS. After that the caller is told that the outcome is unknown. 0 repeats it once at most."),
    /** {@code compressors}. */
    COMPRESSORS(
            "compressors",
            OptionType.compressors(),
            none(),
            "How messages may be compressed, in the order of preference; the first that the server knows is used."),
    /** {@code connectionSharing}. */
    CONNECTION_SHARING(
            "connectionSharing",
            OptionType.choice(Sharing.class, Choices.sharing(), Map.of()),
            value("whenFull"),
            "When several operations use one connection at the same time. whenFull: once all maxPoolSize connections are"
                    + " in use, instead of waiting. always: also below that, which needs fewest connections. never:"
                    + " each has one to itself, and maxInFlight is 1. What is long or stateful never shares."),
    /** {@code connectTimeoutMS}. */
    CONNECT_TIMEOUT(
            "connectTimeoutMS",
            OptionType.millis(0),
            value("10000"),
            "Longest time to open a connection: TCP, TLS, handshake, authentication. 0 leaves it to timeoutMS."),
    /** {@code directConnection}. */
    DIRECT_CONNECTION(
            "directConnection",
            OptionType.flag(),
            value("false"),
            "Whether the named server itself is meant, whatever its role in a replica set. true contradicts several"
                    + " hosts, mongodb+srv:// and loadBalanced."),
    /** {@code enableOverloadRetargeting}. */
    ENABLE_OVERLOAD_RETARGETING(
            "enableOverloadRetargeting",
            OptionType.flag(),
            value("false"),
            "Whether an operation that an overloaded server has refused is tried again with another server, if there is one that it"
                    + " may go to. With several mongos this is so anyway."),
    /** {@code heartbeatFrequencyMS}. */
    HEARTBEAT_FREQUENCY(
            "heartbeatFrequencyMS",
            OptionType.millis(500),
            value("10000"),
            "Time between two checks whether the server is there and what it is."),
    /** {@code identityPoolExpiryMS}. */
    IDENTITY_POOL_EXPIRY(
            "identityPoolExpiryMS",
            OptionType.millis(0),
            value("600000"),
            "How long a user's pool is kept once nobody uses it and its connections have ended; 0 is for ever."),
    /** {@code jmx}. */
    JMX(
            "jmx",
            OptionType.flag(),
            none("true in a container, false outside one"),
            "Whether JMX shows how servers, pools and users fare (operations.md). Outside a container the application says so, because it"
                    + " decides what its JVM shows, and because JMX costs time at the start."),
    /** {@code journal}. */
    JOURNAL(
            "journal",
            OptionType.flag(),
            none("the server's default"),
            "Whether a write is acknowledged only once it is in the journal. true contradicts w=0.",
            "j"),
    /** {@code loadBalanced}. */
    LOAD_BALANCED(
            "loadBalanced",
            OptionType.flag(),
            value("false"),
            "Whether the named server is a load balancer. true contradicts several hosts, replicaSet, directConnection"
                    + " and srvMaxHosts."),
    /** {@code localThresholdMS}. */
    LOCAL_THRESHOLD(
            "localThresholdMS",
            OptionType.millis(0),
            value("15"),
            "How much longer than the fastest server's another server's round trip may be for it to be chosen too."),
    /** {@code maxAdaptiveRetries}. */
    MAX_ADAPTIVE_RETRIES(
            "maxAdaptiveRetries",
            OptionType.number(0, Integer.MAX_VALUE, "retries"),
            value("2"),
            "How often an operation is tried again that an overloaded server has refused, after a pause that doubles each"
                    + " time and has chance in it. Any command is, but for those that retryReads and retryWrites exclude."),
    /** {@code maxConnecting}. */
    MAX_CONNECTING(
            "maxConnecting",
            OptionType.number(1, Integer.MAX_VALUE, "connections"),
            value("2"),
            "Most connections that a pool opens at the same time, so that a sudden load does not overrun the server with"
                    + " handshakes. Who waits for its turn takes what comes free meanwhile."),
    /** {@code maxIdentityPools}. */
    MAX_IDENTITY_POOLS(
            "maxIdentityPools",
            OptionType.number(0, Integer.MAX_VALUE, "pools"),
            value("100"),
            "Most users who have a pool at the same time; 0 is no limit. At the limit the pool that has been unused for"
                    + " longest makes room, connections and all; if all are in use, the new user is refused."),
    /** {@code maxIdleTimeMS}. */
    MAX_IDLE_TIME(
            "maxIdleTimeMS",
            OptionType.millis(0),
            value("600000"),
            "How long a connection may lie idle before it is closed; 0 is for ever. The default is finite because"
                    + " firewalls and load balancers drop idle connections without a word."),
    /** {@code maxInFlight}. */
    MAX_IN_FLIGHT(
            "maxInFlight",
            OptionType.number(1, 10_000, "operations"),
            value("256"),
            "Most operations that use one connection at the same time, where they share; 1 is exclusive use. A server"
                    + " works through them one after the other."),
    /** {@code maxLifeTimeMS}. */
    MAX_LIFE_TIME(
            "maxLifeTimeMS",
            OptionType.millis(0),
            value("0"),
            "How old a connection may become before it is closed, once nobody uses it; 0 is for ever. Each ends up to a"
                    + " tenth earlier, by chance, so that they do not all end at once."),
    /** {@code maxLogDocumentLength}. */
    MAX_LOG_DOCUMENT_LENGTH(
            "maxLogDocumentLength",
            OptionType.number(0, LogOptions.MOST, "characters"),
            none("the environment variable MONGODB_LOG_MAX_DOCUMENT_LENGTH, or 1000"),
            "How much of a command or a reply stands in a line of the log; what is longer is cut and ends in three dots. Which"
                    + " lines are written is for the logging system to say."),
    /** {@code maxPoolSize}. */
    MAX_POOL_SIZE(
            "maxPoolSize",
            OptionType.number(0, Integer.MAX_VALUE, "connections"),
            value("100"),
            "Most connections to the server for each user; 0 is no limit. Sessions share them, so it may be far below"
                    + " the number of sessions."),
    /** {@code maxStalenessSeconds}. */
    MAX_STALENESS(
            "maxStalenessSeconds",
            OptionType.staleness(),
            value("-1"),
            "How far behind the primary a member may be for sessions to read from it; -1 is no limit. Needs a"
                    + " readPreference other than primary."),
    /** {@code maxTotalConnections}. */
    MAX_TOTAL_CONNECTIONS(
            "maxTotalConnections",
            OptionType.number(0, Integer.MAX_VALUE, "connections"),
            value("0"),
            "Most connections of all pools together: of all factories of a resource adapter, where it is a property of"
                    + " the adapter alone, or else of one factory. 0 derives it from the number of files that the"
                    + " process may open. What is idle for longest makes room. The checks of a server come on top."),
    /** {@code maxWaitQueueSize}. */
    MAX_WAIT_QUEUE_SIZE(
            "maxWaitQueueSize",
            OptionType.number(0, Integer.MAX_VALUE, "callers"),
            value("0"),
            "Most callers that wait for a connection of a pool; the next one fails at once. 0 is no limit but that of"
                    + " time."),
    /** {@code minPoolSize}. */
    MIN_POOL_SIZE(
            "minPoolSize",
            OptionType.number(0, Integer.MAX_VALUE, "connections"),
            value("0"),
            "Connections that a pool keeps open in the background, used or not: that of the configured user from when the server is"
                    + " known, that of any other from its first use on; also after an error has ended them."),
    /** {@code plainWithoutTls}. */
    PLAIN_WITHOUT_TLS(
            "plainWithoutTls",
            OptionType.flag(),
            value("false"),
            "Whether authMechanism=PLAIN may send a password over a connection that is not encrypted, as to a proxy on the"
                    + " same machine. Whoever can listen on the way learns the password."),
    /** {@code proxyHost}. */
    PROXY_HOST(
            "proxyHost",
            OptionType.host(),
            none(),
            "The SOCKS5 proxy that connections go through: a name or an address."),
    /** {@code proxyPassword}. */
    PROXY_PASSWORD(
            "proxyPassword",
            OptionType.text("any text"),
            none(),
            "The password of proxyUsername, which it needs. Never shown anywhere."),
    /** {@code proxyPort}. */
    PROXY_PORT("proxyPort", OptionType.number(1, 65_535, ""), value("1080"), "The proxy's port. Needs proxyHost."),
    /** {@code proxyUsername}. */
    PROXY_USERNAME(
            "proxyUsername",
            OptionType.text("any text"),
            none(),
            "Who signs on to the proxy. Needs proxyHost and proxyPassword."),
    /** {@code readConcernLevel}. */
    READ_CONCERN_LEVEL(
            "readConcernLevel",
            OptionType.text("local, majority, or what else the server knows"),
            none("the server's default"),
            "How well established data must be to be read."),
    /** {@code readPreference}. */
    READ_PREFERENCE(
            "readPreference",
            OptionType.choice(Mode.class, Choices.modes(), Map.of()),
            value("primary"),
            "The mode of new sessions: from which members they read. monotonic reads from a secondary until the"
                    + " session's first write and from the primary afterwards, eventual from any member."),
    /** {@code readPreferenceTags}. */
    READ_PREFERENCE_TAGS(
            "readPreferenceTags",
            OptionType.tagSets(),
            none("any member"),
            "Tags that a member must have for new sessions to read from it, other than the primary: of several sets the"
                    + " first that any member fits counts. A mongos is told them, and follows them. Needs a"
                    + " readPreference other than primary."),
    /** {@code replicaSet}. */
    REPLICA_SET(
            "replicaSet",
            OptionType.text("the name of a set"),
            none("not checked"),
            "The replica set that the servers must belong to."),
    /** {@code retryReads}. */
    RETRY_READS(
            "retryReads",
            OptionType.flag(),
            value("true"),
            "Whether a read that failed for a reason that passes is tried once more."),
    /** {@code retryWrites}. */
    RETRY_WRITES(
            "retryWrites",
            OptionType.flag(),
            value("true"),
            "Whether a write that failed for a reason that passes is tried once more, with a number by which the server"
                    + " knows it again."),
    /** {@code serverMonitoringMode}. */
    SERVER_MONITORING_MODE(
            "serverMonitoringMode",
            OptionType.choice(ServerMonitoringMode.class, Choices.monitoringModes(), Map.of()),
            value("auto"),
            "How servers are watched. poll: each is asked at intervals. stream: each reports by itself, if it can. auto:"
                    + " as fits the place."),
    /** {@code serverSelectionTimeoutMS}. */
    SERVER_SELECTION_TIMEOUT(
            "serverSelectionTimeoutMS",
            OptionType.millis(1),
            value("30000"),
            "Longest wait for a server that fits the operation, if it shall be shorter than what timeoutMS leaves."),
    /** {@code sessionRecovery}. */
    SESSION_RECOVERY(
            "sessionRecovery",
            OptionType.choice(SessionRecovery.class, Choices.recoveries(), Map.of()),
            value("auto"),
            "What a session does after a network error: auto goes on with another connection, and says once if something"
                    + " that the session held at the server is lost; strict fails every operation of the session with"
                    + " that error until it is refreshed, as mgo did."),
    /** {@code silenceProbeMS}. */
    SILENCE_PROBE(
            "silenceProbeMS",
            OptionType.millisOrNone(500),
            value("0"),
            "How long a server may say nothing at all while operations wait for it. Half of that time it is left alone, then it is"
                    + " asked; if it does not answer within the other half, all operations there end at once, and those that may be"
                    + " repeated go to another server. A slow command is not disturbed: a server that answers is left alone. 0"
                    + " leaves it to the monitor, which takes heartbeatFrequencyMS and connectTimeoutMS. Not with loadBalanced."),
    /** {@code socketTimeoutMS}. */
    SOCKET_TIMEOUT(
            "socketTimeoutMS",
            OptionType.millis(0),
            value("0"),
            "Longest wait of an operation for bytes to come or to go, for clients of old: it begins anew with whatever comes over"
                    + " the connection. 0 is no limit of its own. Without effect where timeoutMS is given, and for monitors."),
    /** {@code srvMaxHosts}. */
    SRV_MAX_HOSTS(
            "srvMaxHosts",
            OptionType.number(0, Integer.MAX_VALUE, "servers"),
            value("0"),
            "Most servers to take, by chance, of those that the name of mongodb+srv:// stands for; 0 is all."),
    /** {@code srvServiceName}. */
    SRV_SERVICE_NAME(
            "srvServiceName",
            OptionType.service(),
            value("mongodb"),
            "The service that is looked up for the name of mongodb+srv://."),
    /** {@code strictOptions}. */
    STRICT_OPTIONS(
            "strictOptions",
            OptionType.flag(),
            none("false for Mooring.dial, true for the resource adapter"),
            "Whether every mistake in a connection string is an error. With false an option that is unknown, repeated,"
                    + " empty or out of range is ignored with a warning, as other clients do it."),
    /** {@code timeoutMS}. */
    TIMEOUT(
            "timeoutMS",
            OptionType.millis(0),
            value("60000"),
            "Longest time of one operation with all its waits: choosing a server, waiting for a connection, opening"
                    + " one, sending, receiving. 0 is no limit. The default is finite because a thread that waits for"
                    + " a silent server for ever takes the container's thread, transaction and pool with it."),
    /** {@code tls}. */
    TLS(
            "tls",
            OptionType.flag(),
            value("false"),
            "Whether to encrypt. The server's certificate is checked against the JVM's trust store. With mongodb+srv://"
                    + " the default is true.",
            "ssl"),
    /** {@code tlsAllowInvalidCertificates}. */
    TLS_ALLOW_INVALID_CERTIFICATES(
            "tlsAllowInvalidCertificates",
            OptionType.flag(),
            value("false"),
            "Whether a certificate may be one that nobody trusts. For tests only. Cannot stand beside tlsInsecure."),
    /** {@code tlsAllowInvalidHostnames}. */
    TLS_ALLOW_INVALID_HOSTNAMES(
            "tlsAllowInvalidHostnames",
            OptionType.flag(),
            value("false"),
            "Whether a certificate may be another host's. For tests only. Has no effect unless tls is true; cannot stand"
                    + " beside tlsInsecure.",
            "sslInvalidHostNameAllowed"),
    /** {@code tlsCAFile}. */
    TLS_CA_FILE(
            "tlsCAFile",
            OptionType.text("the path of a PEM file"),
            none("the JVM's trust store"),
            "The certificates of those who may vouch for a server. Needs tls."),
    /** {@code tlsCertificateKeyFile}. */
    TLS_CERTIFICATE_KEY_FILE(
            "tlsCertificateKeyFile",
            OptionType.text("the path of a PEM file"),
            none("the JVM's key store"),
            "The client's certificate and private key, one after the other. Needs tls."),
    /** {@code tlsCertificateKeyFilePassword}. */
    TLS_CERTIFICATE_KEY_FILE_PASSWORD(
            "tlsCertificateKeyFilePassword",
            OptionType.text("any text"),
            none(),
            "What the private key is encrypted with. Never shown anywhere. Needs tls."),
    /** {@code tlsDisableCertificateRevocationCheck}. */
    TLS_DISABLE_CERTIFICATE_REVOCATION_CHECK(
            "tlsDisableCertificateRevocationCheck",
            OptionType.flag(),
            value("false"),
            "Whether never to ask if a certificate was revoked. false leaves it to the JVM, which does not ask unless"
                    + " com.sun.net.ssl.checkRevocation is true. Cannot stand beside tlsInsecure,"
                    + " tlsAllowInvalidCertificates or tlsDisableOCSPEndpointCheck."),
    /** {@code tlsDisableOCSPEndpointCheck}. */
    TLS_DISABLE_OCSP_ENDPOINT_CHECK(
            "tlsDisableOCSPEndpointCheck",
            OptionType.flag(),
            value("false"),
            "Whether never to ask so over OCSP, but in lists (CRLs) alone, if the JVM asks at all. Cannot stand beside the"
                    + " same options."),
    /** {@code tlsInsecure}. */
    TLS_INSECURE(
            "tlsInsecure",
            OptionType.flag(),
            value("false"),
            "Whether the server's certificate is not checked at all, neither who issued it nor whose it is. For tests only."),
    /** {@code transactionMaxTimeMS}. */
    TRANSACTION_MAX_TIME(
            "transactionMaxTimeMS",
            OptionType.millis(0),
            value("55000"),
            "How long a transaction may last, from its first operation on. An operation after that is not sent: it fails, and the"
                    + " transaction is aborted. Should be less than the server's transactionLifetimeLimitSeconds, which is 60"
                    + " unless set: the server aborts without a word. 0 leaves it to the server."),
    /** {@code uuidRepresentation}. */
    UUID_REPRESENTATION(
            "uuidRepresentation",
            OptionType.choice(UuidRepresentation.class, Choices.uuidRepresentations(), Map.of()),
            value("standard"),
            "How a java.util.UUID is written: as binary of subtype 4 (standard), or as old clients did."),
    /** {@code w}. */
    W(
            "w",
            OptionType.members(),
            none("the server's default"),
            "How many members must have a write before it is acknowledged; 0 asks for no acknowledgement."),
    /** {@code waitQueueTimeoutMS}. */
    WAIT_QUEUE_TIMEOUT(
            "waitQueueTimeoutMS",
            OptionType.millis(0),
            value("0"),
            "Longest wait for a free connection, if it shall be shorter than what timeoutMS leaves. 0 is no limit of"
                    + " its own, so that one setting governs all waits."),
    /** {@code wTimeoutMS}. */
    W_TIMEOUT(
            "wTimeoutMS",
            OptionType.millis(0),
            value("0"),
            "How long the server may wait for the members that w asks for; 0 is no limit.",
            "wtimeout"),
    /** {@code zlibCompressionLevel}. */
    ZLIB_COMPRESSION_LEVEL(
            "zlibCompressionLevel",
            OptionType.number(-1, 9, ""),
            value("-1"),
            "How hard zlib works: 0 is not at all, 1 is fast, 9 is small, -1 is zlib's own default.");

    private static final Map<String, Option> BY_URI_NAME = byUriName();
    /** An alias that is as good as the name. */
    private static final String EQUAL_ALIAS = "ssl";

    /** To go on without them would be to send something in the clear, to somebody else, or less safely than was meant. */
    private static final Set<Option> VITAL = EnumSet.of(
            AUTH_MECHANISM,
            AUTH_SOURCE,
            PROXY_HOST,
            PROXY_PASSWORD,
            PROXY_PORT,
            PROXY_USERNAME,
            TLS,
            TLS_CA_FILE,
            TLS_CERTIFICATE_KEY_FILE,
            W);

    private static final Set<Option> CONFIDENTIAL = EnumSet.of(
            CONNECTION_URL, PASSWORD, AUTH_MECHANISM_PROPERTIES, PROXY_PASSWORD, TLS_CERTIFICATE_KEY_FILE_PASSWORD);

    private final String name;
    private final OptionType<?> type;
    private final Default whenAbsent;
    private final String meaning;
    private final List<String> aliases;

    Option(String name, OptionType<?> type, Default whenAbsent, String meaning, String... aliases) {
        this.name = name;
        this.type = type;
        this.whenAbsent = whenAbsent;
        this.meaning = meaning;
        this.aliases = List.of(aliases);
    }

    /**
     * What holds when an option is not given.
     *
     * @param text  the value as it would be written, null if that is not any value
     * @param shown what to tell the reader
     */
    private record Default(@Nullable String text, String shown) {}

    private static Default value(String text) {
        return new Default(text, text);
    }

    private static Default none(String... shown) {
        return new Default(null, shown.length == 0 ? "none" : shown[0]);
    }

    private static Map<String, Option> byUriName() {
        Map<String, Option> options = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Arrays.stream(values()).forEach(option -> option.uriNames().forEach(name -> options.put(name, option)));
        return options;
    }

    /** The option that a connection string spells so, in whatever case; empty if there is none. */
    static Optional<Option> ofUriName(String uriName) {
        return Optional.ofNullable(BY_URI_NAME.get(uriName));
    }

    /** Every name that a connection string may use, the aliases behind the others. */
    static List<String> allUriNames() {
        Stream<Option> options = Arrays.stream(values()).filter(option -> !option.isPart());
        Stream<String> aliases = Arrays.stream(values()).flatMap(option -> option.aliases.stream());
        return Stream.concat(options.map(option -> option.name), aliases).toList();
    }

    /** The name and the aliases in a connection string's option list; empty for what stands elsewhere in it. */
    public List<String> uriNames() {
        return isPart()
                ? List.of()
                : Stream.concat(Stream.of(name), aliases.stream()).toList();
    }

    /** Whether an option of this name in a connection string is about this one, be it an alias or a name of old. */
    public boolean isSaidBy(String uriName) {
        return uriNames().stream().anyMatch(uriName::equalsIgnoreCase)
                || LegacyOption.ofUriName(uriName)
                        .filter(legacy -> legacy.today() == this)
                        .isPresent();
    }

    /** The name of the configuration property, such as {@code MaxPoolSize}. */
    public String propertyName() {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** The class of the configuration property: {@link String}, {@link Boolean} or {@link Integer}. */
    public Class<?> propertyType() {
        if (type.valueType() == Boolean.class) {
            return Boolean.class;
        }
        return type.valueType() == Integer.class || type.valueType() == Duration.class ? Integer.class : String.class;
    }

    /**
     * Whether a connection string may have it several times: each then adds one to a list, in their order, and may be
     * empty.
     */
    boolean isList() {
        return type.valueType() == TagSets.class;
    }

    /** Whether a connection string that spells it so is behind the times. */
    boolean isDeprecated(String uriName) {
        return !uriName.equalsIgnoreCase(name) && !uriName.equalsIgnoreCase(EQUAL_ALIAS);
    }

    /** Whether the value must never be shown. A connection string may hold a password, and properties a token. */
    public boolean isConfidential() {
        return CONFIDENTIAL.contains(this);
    }

    /** Whether a mistake in it is an error even where mistakes are ignored. */
    boolean isVital() {
        return VITAL.contains(this);
    }

    /** Whether it holds for all factories of a resource adapter together, and is a property of the adapter alone. */
    public boolean isOfTheAdapter() {
        return this == MAX_TOTAL_CONNECTIONS;
    }

    /** What holds when the option is not given, as the table tells it. */
    public String defaultShown() {
        return whenAbsent.shown();
    }

    /** What a number counts, such as {@code ms}; empty if there is nothing to count. */
    public String unit() {
        return type.unit();
    }

    /** The allowed values in words. */
    public String allowed() {
        return type.allowed();
    }

    /** What the option does, in sentences. */
    public String meaning() {
        return meaning;
    }

    /** Whether it is the connection string or a part of it, and not in its list of options. */
    boolean isPart() {
        return Character.isUpperCase(name.charAt(0));
    }

    /** The option's own name, as errors tell it. */
    String displayName() {
        return name;
    }

    /** What of a list's text is left without those parts that no list can have; all of it, if it is no list. */
    String usable(String text) {
        return type.usable().apply(text);
    }

    /** What a text means; see {@link OptionType#read}. */
    Object read(String text) {
        return type.read(text);
    }

    /** The default, null if that is not any value. */
    @Nullable
    Object defaultValue() {
        return whenAbsent.text() == null ? null : type.read(whenAbsent.text());
    }

    /**
     * Checks a value of a record.
     *
     * @throws IllegalArgumentException naming option, value and what is allowed
     */
    void check(Object value) {
        try {
            type.check(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
        }
    }
}
