package io.github.mooring.client;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.auth.Identity;
import io.github.mooring.session.SessionRecovery;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.transport.TlsConfig;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be configured, checked; immutable, and equal if all parts are equal.
 *
 * <p>There are two doors: {@link #parse} for a connection string and {@link #from(Map)} for the properties of a
 * resource adapter, one of which may be a connection string. Both end in the constructor of this record, the only place
 * that checks how values go together. Nothing is corrected in silence: what is wrong is refused. Names, defaults, units
 * and ranges are those of {@link Option}.
 *
 * @param server             whom to talk to
 * @param databaseName       the database of sessions that do not name one
 * @param identity           who connects, unless the container or the application says otherwise
 * @param signOn             how users are authenticated, the configured one and those who are named later
 * @param appName            the application's name for the server, null if it has none
 * @param tls                whether and how to encrypt; {@link #withSslContext} gives keys and trusted certificates
 * @param connectTimeout     longest time to open a connection; zero leaves it to {@code timeout}
 * @param timeout            longest time of one operation; zero is no limit
 * @param pool               connections, their pools and their number
 * @param heartbeatFrequency time between two checks of the server
 * @param mode               from which members sessions read
 * @param tagSets            which of those that are not the primary, in the order of preference; empty is any
 * @param readConcern        what reads ask for
 * @param writeConcern       what writes ask for
 * @param replicaSet         the set that the server must belong to, null is not checked
 * @param directConnection   whether the server is taken as it is, whatever its role
 * @param sessionRecovery    what sessions do after a network error
 * @param connectionPoolListener hears what happens in the pools, null if nobody does;
 *     {@link #withConnectionPoolListener} gives one
 */
public record ClientOptions(
        ServerAddress server,
        String databaseName,
        Identity identity,
        SignOn signOn,
        @Nullable String appName,
        TlsConfig tls,
        Duration connectTimeout,
        Duration timeout,
        PoolOptions pool,
        Duration heartbeatFrequency,
        Mode mode,
        List<TagSet> tagSets,
        ReadConcern readConcern,
        WriteConcern writeConcern,
        @Nullable String replicaSet,
        boolean directConnection,
        SessionRecovery sessionRecovery,
        @Nullable ConnectionPoolListener connectionPoolListener) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming option, value and what is allowed
     */
    public ClientOptions {
        Objects.requireNonNull(server, "server");
        MongoNamespace.checkDatabaseName(databaseName);
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(signOn, "signOn");
        if (tls.context() != null && !tls.enabled()) {
            throw new IllegalArgumentException("an SSLContext is given, but tls is false");
        }
        Option.CONNECT_TIMEOUT.check(connectTimeout);
        Option.TIMEOUT.check(timeout);
        Objects.requireNonNull(pool, "pool");
        Option.HEARTBEAT_FREQUENCY.check(heartbeatFrequency);
        Option.READ_PREFERENCE.check(mode);
        tagSets = List.copyOf(tagSets);
        checkTags(mode, tagSets);
        Objects.requireNonNull(readConcern, "readConcern");
        Option.W_TIMEOUT.check(writeConcern.wTimeout());
        Option.SESSION_RECOVERY.check(sessionRecovery);
        checkIfGiven(Option.APP_NAME, appName);
        checkIfGiven(Option.REPLICA_SET, replicaSet);
    }

    /** A set without tags says nothing, so the specification has it beside every mode. */
    private static void checkTags(Mode mode, List<TagSet> tagSets) {
        if (mode == Mode.STRONG && tagSets.stream().anyMatch(set -> !set.equals(TagSet.ANY))) {
            throw new IllegalArgumentException(
                    "readPreferenceTags is given, but readPreference is primary, and there is"
                            + " only one primary; set readPreference too, such as to secondaryPreferred");
        }
    }

    private static void checkIfGiven(Option option, @Nullable String value) {
        if (value != null) {
            option.check(value);
        }
    }

    /**
     * The options that a connection string means.
     *
     * @throws MongoConfigurationException if it is malformed, or says what is unknown, not supported, out of range or
     *     contradictory; the message never holds the password
     */
    public static ClientOptions parse(String connectionString) {
        Settings settings = new Settings();
        ConnectionString.parse(connectionString).addTo(settings);
        return of(settings);
    }

    /**
     * The options that the properties of a resource adapter mean.
     *
     * @param properties the properties that are set, as text; {@link Option#CONNECTION_URL} may be among them, and must
     *                   then not be contradicted by the others
     * @throws MongoConfigurationException as {@link #parse}, and if a property says something else than the connection
     *     string
     */
    public static ClientOptions from(Map<Option, String> properties) {
        Settings settings = new Settings();
        // in the order of the table, so that the same configuration always meets the same error first
        Map<Option, String> ordered = new EnumMap<>(Option.class);
        ordered.putAll(properties);
        String url = ordered.remove(Option.CONNECTION_URL);
        if (url != null) {
            ConnectionString.parse(url).addTo(settings);
        }
        ordered.forEach((option, text) -> settings.add(option, "property " + option.propertyName(), text));
        return of(settings);
    }

    private static ClientOptions of(Settings given) {
        given.refuseBoth(Option.TLS_INSECURE, Option.TLS_ALLOW_INVALID_HOSTNAMES);
        try {
            return new ClientOptions(
                    new ServerAddress(
                            given.get(Option.SERVER_NAME, String.class), given.get(Option.PORT_NUMBER, Integer.class)),
                    given.get(Option.DATABASE_NAME, String.class),
                    identity(given),
                    signOn(given),
                    given.find(Option.APP_NAME, String.class),
                    tls(given),
                    given.get(Option.CONNECT_TIMEOUT, Duration.class),
                    given.get(Option.TIMEOUT, Duration.class),
                    PoolOptions.of(given),
                    given.get(Option.HEARTBEAT_FREQUENCY, Duration.class),
                    given.get(Option.READ_PREFERENCE, Mode.class),
                    tagSets(given),
                    readConcern(given),
                    writeConcern(given),
                    given.find(Option.REPLICA_SET, String.class),
                    given.get(Option.DIRECT_CONNECTION, Boolean.class),
                    given.get(Option.SESSION_RECOVERY, SessionRecovery.class),
                    null);
        } catch (IllegalArgumentException e) {
            throw new MongoConfigurationException("contradictory: " + e.getMessage(), e);
        }
    }

    private static Identity identity(Settings given) {
        String userName = given.find(Option.USER_NAME, String.class);
        String password = given.find(Option.PASSWORD, String.class);
        String mechanism = given.find(Option.AUTH_MECHANISM, String.class);
        if (userName == null) {
            refuseWithoutUser(password, Option.PASSWORD);
            refuseWithoutUser(mechanism, Option.AUTH_MECHANISM);
            return Identity.anonymous();
        }
        if (password == null) {
            throw new MongoConfigurationException("a user name is given, but no password; SCRAM needs both");
        }
        return signOn(given).identityOf(userName, password.toCharArray());
    }

    private static void refuseWithoutUser(@Nullable String value, Option option) {
        if (value != null) {
            throw new MongoConfigurationException(option.displayName() + " is given, but no user name");
        }
    }

    private static SignOn signOn(Settings given) {
        return new SignOn(authSource(given), given.find(Option.AUTH_MECHANISM, String.class));
    }

    private static String authSource(Settings given) {
        String source = given.find(Option.AUTH_SOURCE, String.class);
        if (source != null) {
            return source;
        }
        return given.has(Option.DATABASE_NAME) ? given.get(Option.DATABASE_NAME, String.class) : "admin";
    }

    private static TlsConfig tls(Settings given) {
        boolean anyHostname = given.get(Option.TLS_INSECURE, Boolean.class)
                || given.get(Option.TLS_ALLOW_INVALID_HOSTNAMES, Boolean.class);
        return new TlsConfig(given.get(Option.TLS, Boolean.class), null, !anyHostname);
    }

    private static List<TagSet> tagSets(Settings given) {
        TagSets sets = given.find(Option.READ_PREFERENCE_TAGS, TagSets.class);
        return sets == null ? List.of() : sets.sets();
    }

    private static ReadConcern readConcern(Settings given) {
        String level = given.find(Option.READ_CONCERN_LEVEL, String.class);
        return level == null ? ReadConcern.SERVER_DEFAULT : new ReadConcern(level);
    }

    private static WriteConcern writeConcern(Settings given) {
        return new WriteConcern(
                given.find(Option.W, String.class),
                given.find(Option.JOURNAL, Boolean.class),
                given.get(Option.W_TIMEOUT, Duration.class));
    }

    /**
     * These options with something else to trust or to identify with, which no text can express.
     *
     * @throws IllegalArgumentException if TLS is off
     */
    public ClientOptions withSslContext(SSLContext context) {
        return with(tls.withContext(context), connectionPoolListener);
    }

    /** These options with somebody who hears what happens in the pools of connections, instead of who did before. */
    public ClientOptions withConnectionPoolListener(ConnectionPoolListener listener) {
        return with(tls, Objects.requireNonNull(listener, "listener"));
    }

    private ClientOptions with(TlsConfig otherTls, @Nullable ConnectionPoolListener otherListener) {
        return new ClientOptions(
                server,
                databaseName,
                identity,
                signOn,
                appName,
                otherTls,
                connectTimeout,
                timeout,
                pool,
                heartbeatFrequency,
                mode,
                tagSets,
                readConcern,
                writeConcern,
                replicaSet,
                directConnection,
                sessionRecovery,
                otherListener);
    }

    /** What sessions are set to at first. */
    public SessionSettings sessionSettings() {
        return new SessionSettings(mode, readConcern, writeConcern)
                .withTagSets(tagSets)
                .withLimits(new SessionSettings.Limits(timeout, pool.waitQueueTimeout()))
                .withRecovery(sessionRecovery);
    }
}
