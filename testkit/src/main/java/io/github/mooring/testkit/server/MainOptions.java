package io.github.mooring.testkit.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;

/** The command line of {@link EmbeddedServerMain}, turned into settings. */
final class MainOptions {
    static final String USAGE = String.join(
            System.lineSeparator(),
            "usage: EmbeddedServerMain [--port N] [--host ADDRESS] [--auth] [--user NAME:PASSWORD:ROLE[@DB]]...",
            "  --port N     port to listen on, 0..65535; 0, the default, for any free port",
            "  --host A     loopback address to listen on; 127.0.0.1 by default",
            "  --auth       refuse commands on connections that have not authenticated",
            "  --user U     a user on database DB (default admin) with ROLE read, readWrite, dbAdmin or root;",
            "               NAME and ROLE contain no colon, PASSWORD may; repeatable");

    private MainOptions() {}

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a text for the user
     */
    static EmbeddedServer.Builder parse(List<String> arguments) {
        EmbeddedServer.Builder builder = EmbeddedServer.builder();
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--port" -> builder.port(port(value(option, rest)));
                case "--host" -> builder.address(loopback(value(option, rest)));
                case "--auth" -> builder.requireAuthentication();
                case "--user" -> addUser(builder, value(option, rest));
                default -> throw new IllegalArgumentException("unknown option '" + option + "'");
            }
        }
        return builder;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // the text below says it all
        }
        throw new IllegalArgumentException("--port must be a number from 0 to 65535, not '" + text + "'");
    }

    private static InetAddress loopback(String text) {
        try {
            InetAddress address = InetAddress.getByName(text);
            if (!text.isEmpty() && address.isLoopbackAddress()) {
                return address;
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("--host '" + text + "' is no known address", e);
        }
        throw new IllegalArgumentException("--host must be a loopback address, not '" + text + "'");
    }

    /** The password never appears in an error text. */
    private static void addUser(EmbeddedServer.Builder builder, String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first <= 0 || last == first || last == text.length() - 1) {
            throw new IllegalArgumentException("--user must be NAME:PASSWORD:ROLE[@DB]");
        }
        String[] roleAndDatabase = text.substring(last + 1).split("@", 2);
        String database = roleAndDatabase.length == 2 ? roleAndDatabase[1] : "admin";
        if (database.isEmpty()) {
            throw new IllegalArgumentException("--user names an empty database after '@'");
        }
        Grant grant = new Grant(Role.named(roleAndDatabase[0]), database);
        builder.user(text.substring(0, first), text.substring(first + 1, last), database, grant);
    }
}
