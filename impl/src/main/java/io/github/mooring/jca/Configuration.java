package io.github.mooring.jca;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.Option;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
            Option.AUTH_MECHANISM,
            Option.AUTH_MECHANISM_PROPERTIES,
            Option.PLAIN_WITHOUT_TLS,
            Option.SRV_MAX_HOSTS,
            Option.SRV_SERVICE_NAME,
            Option.TLS_CERTIFICATE_KEY_FILE,
            Option.TLS_CERTIFICATE_KEY_FILE_PASSWORD);

    private static final Set<Option> USER = EnumSet.of(Option.USER_NAME, Option.PASSWORD);

    private final ClientOptions options;

    private Configuration(ClientOptions options) {
        this.options = options;
    }

    /**
     * Reads the configuration of a factory that belongs to an adapter.
     *
     * @param own      what is set at the factory
     * @param defaults what is set at the adapter
     * @throws MongoConfigurationException as {@link #of}, and if a connection string says what holds for the whole adapter
     */
    static Configuration inAdapter(Map<Option, String> own, Map<Option, String> defaults) {
        refuseWhatIsOfTheAdapter(own.get(Option.CONNECTION_URL));
        refuseWhatIsOfTheAdapter(defaults.get(Option.CONNECTION_URL));
        return of(own, defaults);
    }

    private static void refuseWhatIsOfTheAdapter(@Nullable String url) {
        if (url == null) {
            return;
        }
        for (Option option : new ConnectionUrl(url).says()) {
            if (option.isOfTheAdapter()) {
                String name = option.uriNames().get(0);
                throw new MongoConfigurationException(
                        "option " + name + " of ConnectionURL holds for the whole resource"
                                + " adapter, so no connection string may say it: set the adapter's property "
                                + option.propertyName() + " instead");
            }
        }
    }

    /**
     * Reads a configuration.
     *
     * @param own      what is set at the factory
     * @param defaults what is set at the adapter
     * @throws MongoConfigurationException naming the property or option, its value and what is allowed
     */
    static Configuration of(Map<Option, String> own, Map<Option, String> defaults) {
        ClientOptions options = ClientOptions.from(merge(own, defaults));
        options.checkFeasible();
        return new Configuration(options);
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

    ClientOptions options() {
        return options;
    }

    /** The configured user; nobody if none is configured. */
    Identity identity() {
        return options.identity();
    }

    /** Another user, authenticated as the configured one would be. */
    Identity identityOf(String userName, char[] password) {
        return options.signOn().identityOf(userName, password);
    }
}
