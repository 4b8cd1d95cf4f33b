package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ServerAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection string, taken apart: {@code mongodb://[user:password@]host[:port][,...][/database][?option=value&...]}, or
 * {@code mongodb+srv://} with a single name instead of the hosts; immutable. What its parts mean is decided when they
 * meet the other settings, in {@link #addTo}.
 *
 * <p>What is wrong before the first {@code ?} is always an error. A raw {@code @} outside of the user information is taken
 * for a sign that a password was not encoded, and then nothing near it is repeated in an error.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md">
 *     Connection String</a>
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/initial-dns-seedlist-discovery/initial-dns-seedlist-discovery.md#connection-string-format">
 *     Initial DNS Seedlist Discovery: connection string format</a>
 */
final class ConnectionString {
    /** What to do about a password that has fallen to pieces. */
    static final String ENCODING_HINT = "if it belongs to the user name or the password, all of '@', ':', '/',"
            + " '?', '#' and '%' in them must be percent-encoded, such as %40 for '@'";

    private static final String SCHEME = "mongodb://";
    private static final String SRV_SCHEME = "mongodb+srv://";
    private static final String WHOSE = " of the connection string";

    private final String scheme;
    private final @Nullable UserInfo userInfo;
    private final List<HostPort> hosts;
    private final @Nullable String database;
    private final QueryOptions options;

    private ConnectionString(
            String scheme,
            @Nullable UserInfo userInfo,
            List<HostPort> hosts,
            @Nullable String database,
            QueryOptions options) {
        this.scheme = scheme;
        this.userInfo = userInfo;
        this.hosts = hosts;
        this.database = database;
        this.options = options;
    }

    /**
     * Takes a connection string apart.
     *
     * @throws MongoConfigurationException if it is not one
     */
    static ConnectionString parse(String text) {
        String scheme = scheme(text);
        int start = scheme.length();
        int query = indexOrEnd(text, '?', start);
        int slash = Math.min(indexOrEnd(text, '/', start), query);
        String authority = text.substring(start, slash);
        String path = text.substring(Math.min(slash + 1, query), query);
        String options = text.substring(Math.min(query + 1, text.length()));
        int at = authority.lastIndexOf('@');
        checkAtSigns(path, options, at >= 0);
        try {
            return new ConnectionString(
                    scheme,
                    at < 0 ? null : UserInfo.parse(authority.substring(0, at)),
                    hosts(authority.substring(at + 1), scheme),
                    path.isEmpty() ? null : database(path),
                    QueryOptions.parse(options));
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private static MongoConfigurationException malformed(IllegalArgumentException e) {
        return new MongoConfigurationException("connection string: " + e.getMessage(), e);
    }

    private static int indexOrEnd(String text, char c, int from) {
        int index = text.indexOf(c, from);
        return index < 0 ? text.length() : index;
    }

    private static String scheme(String text) {
        if (text.startsWith(SRV_SCHEME)) {
            return SRV_SCHEME;
        }
        if (text.startsWith(SCHEME)) {
            return SCHEME;
        }
        throw new MongoConfigurationException(
                text.isEmpty()
                        ? "connection string: it is empty; it must start with mongodb:// or mongodb+srv://"
                        : "connection string: it does not start with mongodb:// or mongodb+srv://");
    }

    private static void checkAtSigns(String path, String options, boolean hasUserInfo) {
        if (path.indexOf('@') >= 0) {
            throw new MongoConfigurationException("connection string: an '@' follows the first '/': " + ENCODING_HINT
                    + "; in the name of a database it is written %40");
        }
        if (!hasUserInfo && options.indexOf('@') >= 0) {
            throw new MongoConfigurationException("connection string: an '@' follows the first '?': " + ENCODING_HINT
                    + "; in the value of an option it is written %40");
        }
    }

    private static List<HostPort> hosts(String text, String scheme) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no host is named");
        }
        List<HostPort> hosts = new ArrayList<>();
        String[] parts = text.split(",", -1);
        for (String part : parts) {
            hosts.add(host(part, parts.length == 1 ? "the host" : "host " + (hosts.size() + 1)));
        }
        if (scheme.equals(SRV_SCHEME)) {
            checkSrv(hosts);
        }
        return List.copyOf(hosts);
    }

    private static HostPort host(String text, String what) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(what + " is empty; hosts are separated by one ','");
        }
        try {
            return HostPort.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " " + e.getMessage(), e);
        }
    }

    private static void checkSrv(List<HostPort> hosts) {
        if (hosts.size() > 1) {
            throw new IllegalArgumentException(hosts.size()
                    + " hosts are named; behind mongodb+srv:// stands one name, which a name server knows");
        }
        if (hosts.get(0).port() != null) {
            throw new IllegalArgumentException(
                    "a port is given; with mongodb+srv:// the name server knows the ports of the servers");
        }
    }

    private static String database(String path) {
        if (path.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "more than one '/' follows the host: " + ENCODING_HINT + "; a Unix domain socket is not supported");
        }
        String name = PercentEncoding.decode("the database", path);
        if (path.indexOf('=') >= 0 && !isDatabase(name)) {
            // not shown, because options may hold a secret
            throw new IllegalArgumentException("what follows the '/' is no name of a database; is the '?' missing that"
                    + " stands before the options?");
        }
        return name;
    }

    private static boolean isDatabase(String name) {
        try {
            Option.DATABASE_NAME.read(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether it wants every mistake to be an error; empty if it does not say. */
    Optional<Boolean> strict() {
        return options.strict();
    }

    /**
     * Adds what it says.
     *
     * @throws MongoConfigurationException if a value is wrong and must not be ignored, or contradicts what is there
     */
    void addTo(Settings settings) {
        addHosts(settings);
        if (database != null) {
            add(settings, Option.DATABASE_NAME, "the database", database);
        }
        if (userInfo != null) {
            add(settings, Option.USER_NAME, "the user name", userInfo.userName());
            if (userInfo.password() != null) {
                add(settings, Option.PASSWORD, "the password", userInfo.password());
            }
        }
        try {
            options.addTo(settings);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    private static void add(Settings settings, Option option, String what, String text) {
        settings.add(option, Settings.Source.strict(what + WHOSE), text);
    }

    private void addHosts(Settings settings) {
        if (scheme.equals(SRV_SCHEME)) {
            settings.seeds(new Seeds.SrvName(
                    hosts.get(0).srvName("the host" + WHOSE), Option.SRV_SERVICE_NAME.defaultShown(), 0));
            return;
        }
        Seeds.Hosts named = new Seeds.Hosts(addresses());
        if (named.addresses().size() > 1) {
            settings.seeds(named);
            return;
        }
        ServerAddress one = named.addresses().get(0);
        add(settings, Option.SERVER_NAME, "the host", one.host());
        add(settings, Option.PORT_NUMBER, "the port", String.valueOf(one.port()));
    }

    private List<ServerAddress> addresses() {
        List<ServerAddress> addresses = new ArrayList<>();
        for (HostPort host : hosts) {
            boolean one = hosts.size() == 1;
            String words = one ? "the host" : "host " + (addresses.size() + 1);
            addresses.add(host.address(words + WHOSE, (one ? "the port" : "the port of " + words) + WHOSE));
        }
        return addresses;
    }

    /** In the order of a connection string, without the password and the options. */
    @Override
    public String toString() {
        return scheme
                + (userInfo == null ? "" : userInfo + "@")
                + String.join(",", hosts.stream().map(HostPort::toString).toList())
                + (database == null ? "" : "/" + database);
    }
}
