package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.TagSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection string, taken apart: {@code mongodb://[user:password@]host[:port][/database][?option=value&...]};
 * immutable. What its parts mean is decided when they meet the other settings, in {@link #addTo}.
 *
 * <p>Where the specification lets a client go on with a warning, this one refuses: an option that is unknown, repeated,
 * empty or out of range is a mistake that nobody would notice. A raw {@code @} outside of the user information is taken
 * for a sign that a password was not encoded, and then nothing near it is repeated in an error.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md">
 *     Connection String</a>
 */
final class ConnectionString {
    private static final String SCHEME = "mongodb://";
    private static final String SRV_SCHEME = "mongodb+srv://";
    private static final Pattern OPTION_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,59}");
    private static final String ENCODING_HINT = "if it belongs to the user name or the password, all of '@', ':', '/',"
            + " '?', '#' and '%' in them must be percent-encoded, such as %40 for '@'";

    private final @Nullable UserInfo userInfo;
    private final HostPort server;
    private final @Nullable String database;
    private final List<Pair> pairs;

    private ConnectionString(
            @Nullable UserInfo userInfo, HostPort server, @Nullable String database, List<Pair> pairs) {
        this.userInfo = userInfo;
        this.server = server;
        this.database = database;
        this.pairs = pairs;
    }

    /** An option as it was written, decoded. */
    private record Pair(String name, String value) {}

    /**
     * Takes a connection string apart.
     *
     * @throws MongoConfigurationException if it is not one, or names several servers
     */
    static ConnectionString parse(String text) {
        checkScheme(text);
        int start = SCHEME.length();
        int query = indexOrEnd(text, '?', start);
        int slash = Math.min(indexOrEnd(text, '/', start), query);
        String authority = text.substring(start, slash);
        String path = text.substring(Math.min(slash + 1, query), query);
        String options = text.substring(Math.min(query + 1, text.length()));
        int at = authority.lastIndexOf('@');
        checkAtSigns(path, options, at >= 0);
        try {
            return new ConnectionString(
                    at < 0 ? null : UserInfo.parse(authority.substring(0, at)),
                    server(authority.substring(at + 1)),
                    path.isEmpty() ? null : database(path),
                    pairs(options));
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

    private static void checkScheme(String text) {
        if (text.startsWith(SRV_SCHEME)) {
            throw new MongoConfigurationException(
                    "connection string: mongodb+srv:// is not supported by this version: name one host and"
                            + " its port with mongodb://");
        }
        if (!text.startsWith(SCHEME)) {
            throw new MongoConfigurationException(
                    text.isEmpty()
                            ? "connection string: it is empty; it must start with mongodb://"
                            : "connection string: it does not start with mongodb://");
        }
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

    private static HostPort server(String hosts) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("no host is named");
        }
        if (hosts.indexOf(',') >= 0) {
            throw new IllegalArgumentException(hosts.split(",", -1).length
                    + " hosts are named; several are not supported by this version: name one");
        }
        try {
            return HostPort.parse(hosts);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the host " + e.getMessage(), e);
        }
    }

    private static String database(String path) {
        if (path.indexOf('/') >= 0) {
            throw new IllegalArgumentException("more than one '/' follows the host: " + ENCODING_HINT
                    + "; a Unix domain socket is not supported by this version");
        }
        return decode("the database", path);
    }

    private static List<Pair> pairs(String options) {
        if (options.isEmpty()) {
            return List.of();
        }
        if (options.indexOf(';') >= 0) {
            throw new IllegalArgumentException("the options have a ';': they are separated by"
                    + " '&', and a ';' in a value must be percent-encoded");
        }
        boolean showable = options.indexOf('@') < 0;
        List<Pair> pairs = new ArrayList<>();
        for (String pair : options.split("&", -1)) {
            pairs.add(pair(pair, pairs.size() + 1, showable));
        }
        return List.copyOf(pairs);
    }

    private static Pair pair(String text, int position, boolean showable) {
        int equals = text.indexOf('=');
        String where = "option " + position;
        if (equals <= 0) {
            throw new IllegalArgumentException(where + (text.isEmpty() ? " is empty" : " is not name=value"));
        }
        String name = decode(where, text.substring(0, equals));
        Option option = Option.ofUriName(name).orElse(null);
        if (option == null && UnsupportedOption.of(name).isEmpty()) {
            throw new IllegalArgumentException(
                    showable && OPTION_NAME.matcher(name).matches()
                            ? unknown(name)
                            : where + " is unknown, and not shown because it does not look like an option: "
                                    + ENCODING_HINT);
        }
        if (equals == text.length() - 1 && (option == null || !option.isList())) {
            throw new IllegalArgumentException("option " + name + " has no value; leave it out for the default");
        }
        return new Pair(name, decode("option " + name, text.substring(equals + 1)));
    }

    private static String unknown(String name) {
        List<String> known = new ArrayList<>(Option.allUriNames());
        known.addAll(UnsupportedOption.byName().keySet());
        return "unknown option '" + name + "'"
                + Spelling.nearest(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; options are described in docs/config.md");
    }

    private static String decode(String what, String encoded) {
        try {
            return PercentEncoding.decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " " + e.getMessage(), e);
        }
    }

    /**
     * Adds what it says.
     *
     * @throws MongoConfigurationException if a value is not allowed or not supported, or contradicts what is there
     */
    void addTo(Settings settings) {
        String whose = " of the connection string";
        settings.add(Option.SERVER_NAME, "the host" + whose, server.host());
        settings.add(
                Option.PORT_NUMBER,
                "the port" + whose,
                server.port() == null ? Option.PORT_NUMBER.defaultShown() : server.port());
        if (database != null) {
            settings.add(Option.DATABASE_NAME, "the database" + whose, database);
        }
        if (userInfo != null) {
            settings.add(Option.USER_NAME, "the user name" + whose, userInfo.userName());
            if (userInfo.password() != null) {
                settings.add(Option.PASSWORD, "the password" + whose, userInfo.password());
            }
        }
        addPairs(settings);
    }

    private void addPairs(Settings settings) {
        Set<String> unsupported = new HashSet<>();
        addTagSets(settings);
        for (Pair pair : pairs) {
            Option option = Option.ofUriName(pair.name()).orElse(null);
            if (option != null && option.isList()) {
                continue; // added already
            }
            if (option != null) {
                settings.add(option, "option " + pair.name(), pair.value());
            } else if (unsupported.add(pair.name().toLowerCase(Locale.ROOT))) {
                checkUnsupported(pair);
            } else {
                throw new MongoConfigurationException("option " + pair.name() + " is given twice");
            }
        }
        if (unsupported.contains("tlsallowinvalidcertificates") && settings.has(Option.TLS_INSECURE)) {
            throw new MongoConfigurationException("contradictory: option tlsInsecure and option"
                    + " tlsAllowInvalidCertificates cannot both be given; leave one of them out");
        }
    }

    private void addTagSets(Settings settings) {
        List<Pair> given = pairs.stream()
                .filter(pair ->
                        Option.ofUriName(pair.name()).filter(Option::isList).isPresent())
                .toList();
        if (!given.isEmpty()) {
            List<TagSet> sets = given.stream().map(ConnectionString::tagSet).toList();
            settings.add(Option.READ_PREFERENCE_TAGS, "option " + given.get(0).name(), new TagSets(sets));
        }
    }

    private static TagSet tagSet(Pair pair) {
        try {
            return TagSets.readOne(pair.value());
        } catch (IllegalArgumentException e) {
            throw new MongoConfigurationException("option " + pair.name() + " " + e.getMessage(), e);
        }
    }

    private static void checkUnsupported(Pair pair) {
        try {
            UnsupportedOption.of(pair.name()).orElseThrow().check(pair.value());
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
    }

    /** In the order of a connection string, without the password and the options. */
    @Override
    public String toString() {
        return SCHEME
                + (userInfo == null ? "" : userInfo + "@")
                + server.host()
                + (server.port() == null ? "" : ":" + server.port())
                + (database == null ? "" : "/" + database);
    }
}
