package io.github.mooring.jca;

import io.github.mooring.client.Option;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A connection string as far as it has to be known to let a factory's own settings go before the adapter's defaults.
 * Immutable. It judges nothing: what is malformed stays as it is, and is refused by the options' own parser.
 */
final class ConnectionUrl {
    private static final String SCHEME_END = "://";

    private final String scheme;
    private final String userInfo;
    private final String hosts;
    private final String path;
    private final String query;

    ConnectionUrl(String text) {
        int authority = text.contains(SCHEME_END) ? text.indexOf(SCHEME_END) + SCHEME_END.length() : 0;
        int queryMark = text.indexOf('?', authority) < 0 ? text.length() : text.indexOf('?', authority);
        int slash = text.indexOf('/', authority);
        int pathStart = slash < 0 || slash > queryMark ? queryMark : slash;
        int at = text.lastIndexOf('@', pathStart);
        int hostStart = at < authority ? authority : at + 1;
        scheme = text.substring(0, authority);
        userInfo = text.substring(authority, hostStart);
        hosts = text.substring(hostStart, pathStart);
        path = text.substring(pathStart, queryMark);
        query = text.substring(Math.min(queryMark + 1, text.length()));
    }

    /** What the string says besides the place: the database, the user, and the options of its query. */
    Set<Option> says() {
        Set<Option> said = EnumSet.noneOf(Option.class);
        if (path.length() > 1) {
            said.add(Option.DATABASE_NAME);
        }
        if (!userInfo.isEmpty()) {
            said.addAll(Set.of(Option.USER_NAME, Option.PASSWORD));
        }
        for (Option option : Option.values()) {
            if (pairs().stream().anyMatch(pair -> isAbout(pair, option))) {
                said.add(option);
            }
        }
        return said;
    }

    /** The string without what others say. */
    String without(Set<Option> others) {
        boolean ofNobody = others.contains(Option.USER_NAME) || others.contains(Option.PASSWORD);
        String rest = pairs().stream()
                .filter(pair -> others.stream().noneMatch(option -> isAbout(pair, option)))
                .collect(Collectors.joining("&"));
        return scheme
                + (ofNobody ? "" : userInfo)
                + hosts
                + (others.contains(Option.DATABASE_NAME) ? "/" : path)
                + (rest.isEmpty() ? "" : "?" + rest);
    }

    private Collection<String> pairs() {
        return query.isEmpty() ? Set.of() : Arrays.asList(query.split("&", -1));
    }

    private static boolean isAbout(String pair, Option option) {
        int end = pair.indexOf('=');
        String name = end < 0 ? pair : pair.substring(0, end);
        return option.isSaidBy(name);
    }
}
