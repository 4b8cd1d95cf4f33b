package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.TopologyListener;
import io.github.mooring.auth.Identity;
import io.github.mooring.notice.LogId;
import io.github.mooring.session.SessionSettings;
import java.lang.System.Logger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be configured, checked; immutable, and equal if all parts are equal.
 *
 * <p>There are two doors: {@link #parse} for a connection string and {@link #from(Map)} for the properties of a
 * resource adapter, one of which may be a connection string. Both end in the constructors of this record and of its
 * parts, the only places that check how values go together. Nothing is corrected in silence: what is wrong is refused,
 * or, where option {@code strictOptions} is false, left out with a warning, which is logged and kept in
 * {@link #warnings}. Names, defaults, units and ranges are those of {@link Option}.
 *
 * @param topology   which servers there are, how they are watched and chosen
 * @param identity   who connects, unless the container or the application says otherwise
 * @param signOn     how users are authenticated, the configured one and those who are named later
 * @param tls        whether and how to encrypt; {@link #withSslContext} gives keys and trusted certificates
 * @param connection how each connection is made and used
 * @param pool       connections, their pools and their number
 * @param retry      what is tried again
 * @param transactions how long transactions may last, and their commits be repeated
 * @param session    what sessions are set to at first
 * @param log        what stands in the log
 * @param listeners  who hears what happens; {@link #withConnectionPoolListener}, {@link #withTopologyListener} and
 *     {@link #withCommandListener} give them
 * @param remarks    what there was to say when they were read
 * @param unresolved what was read, kept as long as a name server may add to it ({@link #resolved}); null if none has to be
 *     asked
 */
public record ClientOptions(
        TopologyOptions topology,
        Identity identity,
        SignOn signOn,
        TlsOptions tls,
        ConnectionOptions connection,
        PoolOptions pool,
        RetryOptions retry,
        TransactionLimits transactions,
        SessionDefaults session,
        LogOptions log,
        Listeners listeners,
        Remarks remarks,
        @Nullable Unresolved unresolved) {
    private static final Logger LOG = System.getLogger(ClientOptions.class.getName());

    /** Checks for null; the parts have checked themselves. */
    public ClientOptions {
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(signOn, "signOn");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(connection, "connection");
        Objects.requireNonNull(pool, "pool");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(transactions, "transactions");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(listeners, "listeners");
        Objects.requireNonNull(remarks, "remarks");
    }

    /**
     * The options that a connection string means. Where it is wrong after its {@code ?}, the option is ignored with a
     * warning, unless it says {@code strictOptions=true} or to go on would do harm.
     *
     * @throws MongoConfigurationException if it is malformed or contradictory; the message never holds the password
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md#defining-connection-options">
     *     Connection String: defining connection options</a>
     */
    public static ClientOptions parse(String connectionString) {
        ConnectionString url = ConnectionString.parse(connectionString);
        Settings settings = new Settings(new Complaints(url.strict().orElse(false)));
        url.addTo(settings);
        return of(settings);
    }

    /**
     * The options that the properties of a resource adapter mean. A connection string among them is held to the same
     * strictness as the other properties, unless {@link Option#STRICT_OPTIONS} is false.
     *
     * @param properties the properties that are set, as text; {@link Option#CONNECTION_URL} may be among them, and must
     *                   then not be contradicted by the others
     * @throws MongoConfigurationException if one of them is wrong, or says something else than the connection string; the
     *     message never holds the password
     */
    public static ClientOptions from(Map<Option, String> properties) {
        // in the order of the table, so that the same configuration always meets the same error first
        Map<Option, String> ordered = new EnumMap<>(Option.class);
        ordered.putAll(properties);
        String url = ordered.remove(Option.CONNECTION_URL);
        Optional<ConnectionString> string = Optional.ofNullable(url).map(ConnectionString::parse);
        Settings settings = new Settings(new Complaints(isStrict(ordered, string)));
        string.ifPresent(parsed -> parsed.addTo(settings));
        ordered.forEach((option, text) ->
                settings.add(option, Settings.Source.strict("property " + option.propertyName()), text));
        return of(settings);
    }

    private static boolean isStrict(Map<Option, String> properties, Optional<ConnectionString> url) {
        String property = properties.get(Option.STRICT_OPTIONS);
        return property != null
                ? !property.equals("false")
                : url.flatMap(ConnectionString::strict).orElse(true);
    }

    private static ClientOptions of(Settings given) {
        ClientOptions options;
        Unresolved unresolved = given.seeds() instanceof Seeds.SrvName ? new Unresolved(given) : null;
        try {
            CredentialRules rules = new CredentialRules(given);
            TopologyOptions topology = TopologyOptions.of(given);
            TlsOptions tls = TlsOptions.of(given);
            SignOn signOn = rules.signOn();
            Identity identity = rules.identity(signOn);
            options = new ClientOptions(
                    topology,
                    identity,
                    signOn,
                    tls,
                    ConnectionOptions.of(given),
                    PoolOptions.of(given),
                    RetryOptions.of(given),
                    TransactionLimits.of(given),
                    SessionDefaults.of(given),
                    LogOptions.of(given),
                    Listeners.NONE,
                    given.complaints().remarks(),
                    unresolved);
        } catch (IllegalArgumentException e) {
            throw new MongoConfigurationException("contradictory: " + e.getMessage(), e);
        }
        options.warnings().forEach(warning -> LogId.OPTION_IGNORED.log(LOG, warning));
        return options;
    }

    /**
     * These options with something else to trust or to identify with, which no text can express.
     *
     * @throws IllegalArgumentException if TLS is off
     */
    public ClientOptions withSslContext(SSLContext context) {
        return with(tls.withContext(context), listeners);
    }

    /** These options with somebody who hears what happens in the pools of connections, instead of who did before. */
    public ClientOptions withConnectionPoolListener(ConnectionPoolListener listener) {
        return with(tls, listeners.withConnectionPool(Objects.requireNonNull(listener, "listener")));
    }

    /** These options with somebody who hears what becomes known of the servers, instead of who did before. */
    public ClientOptions withTopologyListener(TopologyListener listener) {
        return with(tls, listeners.withTopology(Objects.requireNonNull(listener, "listener")));
    }

    /**
     * These options with somebody who hears of every command, instead of who did before. Commands that hold a secret are told without
     * it.
     */
    public ClientOptions withCommandListener(CommandListener listener) {
        return with(tls, listeners.withCommand(Objects.requireNonNull(listener, "listener")));
    }

    private ClientOptions with(TlsOptions otherTls, Listeners otherListeners) {
        return new ClientOptions(
                topology,
                identity,
                signOn,
                otherTls,
                connection,
                pool,
                retry,
                transactions,
                session,
                log,
                otherListeners,
                remarks,
                unresolved);
    }

    /**
     * These options as they are once name servers have been asked: with servers instead of a name, and with what the TXT
     * record says where the configuration says nothing.
     *
     * @param hosts    those behind the name, which have passed the checks
     * @param defaults the options of the TXT record, {@code name=value&name=value}; empty if there is none
     * @throws MongoConfigurationException if the TXT record has other options than {@code authSource}, {@code replicaSet}
     *     and {@code loadBalanced}, or is malformed, or what it says does not go together with the configuration
     * @throws IllegalStateException       if no name server has to be asked
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/initial-dns-seedlist-discovery/initial-dns-seedlist-discovery.md#default-connection-string-options">
     *     Initial DNS Seedlist Discovery: default connection string options</a>
     */
    ClientOptions resolved(Seeds.Hosts hosts, String defaults) {
        if (unresolved == null || !(topology.seeds() instanceof Seeds.SrvName name)) {
            throw new IllegalStateException("there is no name to ask for, but " + topology.seeds());
        }
        Settings given = unresolved.with(defaults);
        List<String> news = given.complaints().remarks().warnings().stream()
                .map(warning -> "the TXT record of " + name.host() + ": " + warning)
                .toList();
        ClientOptions options = resolved(hosts, given, news);
        news.forEach(warning -> LogId.TXT_OPTION_IGNORED.log(LOG, warning));
        return options;
    }

    /** The TXT record has no say in the other parts. */
    private ClientOptions resolved(Seeds.Hosts hosts, Settings given, List<String> news) {
        try {
            CredentialRules rules = new CredentialRules(given);
            TopologyOptions named = TopologyOptions.of(given).withSeeds(hosts);
            SignOn on = rules.signOn();
            Identity who = rules.identity(on);
            List<String> all = Stream.concat(warnings().stream(), news.stream()).toList();
            Remarks said = new Remarks(all, given.complaints().remarks().obstacles());
            return new ClientOptions(
                    named, who, on, tls, connection, pool, retry, transactions, session, log, listeners, said, null);
        } catch (IllegalArgumentException e) {
            throw new MongoConfigurationException("contradictory: " + e.getMessage(), e);
        }
    }

    /** What was wrong and is ignored, or was said in an old way, as it was logged; empty if all is well. No secrets. */
    public List<String> warnings() {
        return remarks.warnings();
    }

    /**
     * Refuses what can be configured and cannot be carried out; whoever opens a deployment asks first.
     *
     * @throws MongoConfigurationException saying all that is in the way
     */
    public void checkFeasible() {
        if (!remarks.obstacles().isEmpty()) {
            throw new MongoConfigurationException(String.join("; ", remarks.obstacles()));
        }
    }

    /** The named servers, in their order, each once; none if a name server has to be asked for them first. */
    public List<ServerAddress> hosts() {
        return topology.hosts();
    }

    /** The first server that is named; where a name stands for servers, that name with the default port. */
    public ServerAddress seed() {
        return topology.seeds() instanceof Seeds.SrvName name
                ? new ServerAddress(name.host(), ServerAddress.DEFAULT_PORT)
                : hosts().get(0);
    }

    /**
     * The one server.
     *
     * @throws IllegalStateException if there is not exactly one
     */
    public ServerAddress server() {
        if (hosts().size() != 1) {
            throw new IllegalStateException("not one server, but " + topology.seeds());
        }
        return hosts().get(0);
    }

    /** The database of sessions that do not name one. */
    public String databaseName() {
        return session.databaseName();
    }

    /** What sessions are set to at first. */
    public SessionSettings sessionSettings() {
        return session.settings(pool.waitQueueTimeout());
    }
}
