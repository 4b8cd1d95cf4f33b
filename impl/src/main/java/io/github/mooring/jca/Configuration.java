package io.github.mooring.jca;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.Option;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What a factory comes to together with the adapter's defaults: checked and immutable.
 */
final class Configuration {
    private static final Set<Option> PLACE = EnumSet.of(Option.CONNECTION_URL, Option.SERVER_NAME, Option.PORT_NUMBER);
    /** What is of no use, or of harm, at another place than the one it was meant for. */
    private static final Set<Option> BOUND_TO_PLACE = EnumSet.of(
            Option.CONNECTION_URL,
            Option.SERVER_NAME,
            Option.PORT_NUMBER,
            Option.DATABASE_NAME,
            Option.USER_NAME,
            Option.PASSWORD,
            Option.AUTH_SOURCE,
            Option.AUTH_MECHANISM);

    private static final Set<Option> USER = EnumSet.of(Option.USER_NAME, Option.PASSWORD);

    private final ClientOptions options;
    /** How users are authenticated whom the container or the application names. */
    private final Credential pattern;

    private Configuration(ClientOptions options, Credential pattern) {
        this.options = options;
        this.pattern = pattern;
    }

    /**
     * Reads a configuration.
     *
     * @param own      what is set at the factory
     * @param defaults what is set at the adapter
     * @throws MongoConfigurationException naming the property or option, its value and what is allowed
     */
    static Configuration of(Map<Option, String> own, Map<Option, String> defaults) {
        Map<Option, String> merged = merge(own, defaults);
        return new Configuration(ClientOptions.from(merged), pattern(merged));
    }

    /** The factory's own settings, and the defaults that they leave room for. */
    static Map<Option, String> merge(Map<Option, String> own, Map<Option, String> defaults) {
        Set<Option> said = EnumSet.noneOf(Option.class);
        said.addAll(own.keySet());
        String ownUrl = own.get(Option.CONNECTION_URL);
        if (ownUrl != null) {
            said.addAll(new ConnectionUrl(ownUrl).says());
        }
        if (!Collections.disjoint(said, PLACE)) {
            said.addAll(BOUND_TO_PLACE);
        } else if (!Collections.disjoint(said, USER)) {
            said.addAll(USER);
        }
        Map<Option, String> merged = new EnumMap<>(Option.class);
        merged.putAll(defaults);
        merged.keySet().removeAll(said);
        merged.computeIfPresent(Option.CONNECTION_URL, (option, url) -> new ConnectionUrl(url).without(said));
        merged.putAll(own);
        return merged;
    }

    /** What the configuration would make of a user: asked of the options' own door, which knows the defaults. */
    private static Credential pattern(Map<Option, String> merged) {
        Map<Option, String> withUser = new EnumMap<>(merged);
        withUser.computeIfPresent(Option.CONNECTION_URL, (option, url) -> new ConnectionUrl(url).without(USER));
        withUser.put(Option.USER_NAME, "any");
        withUser.put(Option.PASSWORD, "any");
        return (Credential) ClientOptions.from(withUser).identity();
    }

    ClientOptions options() {
        return options;
    }

    /** The configured user; nobody if none is configured. */
    Identity identity() {
        return options.identity();
    }

    /** Another user, authenticated as the configured one would be. */
    Identity identityOf(String userName, char[] password) {
        return new Credential(userName, pattern.source(), pattern.mechanism(), password);
    }
}
