package io.github.mooring.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes connection strings for tests. */
final class TestUris {
    private TestUris() {}

    /** The connection string that says the same as some properties. */
    static String of(Map<Option, String> properties) {
        Map<Option, String> rest = new EnumMap<>(Option.class);
        rest.putAll(properties);
        String user = rest.remove(Option.USER_NAME);
        String password = rest.remove(Option.PASSWORD);
        String host = rest.getOrDefault(Option.SERVER_NAME, "localhost");
        String port = rest.getOrDefault(Option.PORT_NUMBER, "27017");
        String database = rest.remove(Option.DATABASE_NAME);
        String url = rest.get(Option.CONNECTION_URL);
        rest.keySet().removeIf(Option::isPart);
        String options = rest.entrySet().stream()
                .map(option -> option.getKey().uriNames().get(0) + "=" + encode(option.getValue()))
                .collect(Collectors.joining("&"));
        if (url != null) {
            return url + "/?" + options;
        }
        return "mongodb://"
                + (user == null ? "" : encode(user) + (password == null ? "" : ":" + encode(password)) + "@")
                + host + ":" + port + "/" + (database == null ? "" : encode(database)) + "?" + options;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
