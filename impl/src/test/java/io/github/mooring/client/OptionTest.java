package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.auth.Credential;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OptionTest {
    /** A value of each option that is not its default. */
    static String sample(Option option) {
        return switch (option) {
            case CONNECTION_URL -> "mongodb://sample";
            case SERVER_NAME -> "sample.example.com";
            case PORT_NUMBER -> "27020";
            case DATABASE_NAME -> "samples";
            case USER_NAME -> "alice";
            case PASSWORD -> "p:/?#[]@ %41+";
            case APP_NAME -> "shop \u00fc&=";
            case AUTH_MECHANISM -> "SCRAM-SHA-1";
            case AUTH_MECHANISM_PROPERTIES -> "SERVICE_NAME:other,CANONICALIZE_HOST_NAME:forward";
            case AUTH_SOURCE -> "users";
            case COMMIT_RETRY_BUDGET,
                    CONNECT_TIMEOUT,
                    IDENTITY_POOL_EXPIRY,
                    LOCAL_THRESHOLD,
                    MAX_IDLE_TIME,
                    MAX_LIFE_TIME,
                    MAX_STALENESS,
                    PROXY_PORT,
                    SERVER_SELECTION_TIMEOUT,
                    SILENCE_PROBE,
                    SOCKET_TIMEOUT,
                    TIMEOUT,
                    TRANSACTION_MAX_TIME,
                    WAIT_QUEUE_TIMEOUT,
                    W_TIMEOUT -> "1234";
            case COMPRESSORS -> "zstd,zlib";
            case CONNECTION_SHARING -> "always";
            case HEARTBEAT_FREQUENCY -> "500";
            case DIRECT_CONNECTION,
                    ENABLE_OVERLOAD_RETARGETING,
                    JMX,
                    JOURNAL,
                    LOAD_BALANCED,
                    PLAIN_WITHOUT_TLS,
                    STRICT_OPTIONS,
                    TLS,
                    TLS_ALLOW_INVALID_CERTIFICATES,
                    TLS_ALLOW_INVALID_HOSTNAMES,
                    TLS_DISABLE_CERTIFICATE_REVOCATION_CHECK,
                    TLS_DISABLE_OCSP_ENDPOINT_CHECK,
                    TLS_INSECURE -> "true";
            case RETRY_READS, RETRY_WRITES -> "false";
            case MAX_ADAPTIVE_RETRIES, SRV_MAX_HOSTS, ZLIB_COMPRESSION_LEVEL -> "3";
            case PROXY_HOST -> "proxy.example.com";
            case PROXY_PASSWORD, TLS_CERTIFICATE_KEY_FILE_PASSWORD -> "p&=+ %41";
            case PROXY_USERNAME -> "carol";
            case SERVER_MONITORING_MODE -> "poll";
            case SRV_SERVICE_NAME -> "other";
            case TLS_CA_FILE, TLS_CERTIFICATE_KEY_FILE -> "/etc/tls/some file.pem";
            case UUID_REPRESENTATION -> "javaLegacy";
            case MAX_CONNECTING, MAX_IDENTITY_POOLS, MAX_IN_FLIGHT, MAX_WAIT_QUEUE_SIZE, MIN_POOL_SIZE -> "5";
            case MAX_LOG_DOCUMENT_LENGTH -> "77";
            case MAX_POOL_SIZE, MAX_TOTAL_CONNECTIONS -> "7";
            case READ_CONCERN_LEVEL -> "majority";
            case READ_PREFERENCE -> "secondaryPreferred";
            case READ_PREFERENCE_TAGS -> "dc:ny,rack:1";
            case REPLICA_SET -> "rs0";
            case SESSION_RECOVERY -> "strict";
            case W -> "2";
        };
    }

    /** The option with its sample, and with what it cannot do without. */
    static Map<Option, String> properties(Option option) {
        Map<Option, String> properties = new EnumMap<>(Option.class);
        if (Set.of(Option.AUTH_MECHANISM, Option.AUTH_SOURCE, Option.PASSWORD, Option.USER_NAME)
                .contains(option)) {
            properties.put(Option.USER_NAME, "bob");
            properties.put(Option.PASSWORD, "secret");
        }
        switch (option) {
            case AUTH_MECHANISM_PROPERTIES ->
                properties.putAll(Map.of(Option.USER_NAME, "bob", Option.AUTH_MECHANISM, "GSSAPI"));
            case READ_PREFERENCE_TAGS, MAX_STALENESS -> properties.put(Option.READ_PREFERENCE, "secondary");
            case PROXY_PORT -> properties.put(Option.PROXY_HOST, "proxy");
            case PROXY_USERNAME ->
                properties.putAll(Map.of(Option.PROXY_HOST, "proxy", Option.PROXY_PASSWORD, "secret"));
            case PROXY_PASSWORD ->
                properties.putAll(Map.of(Option.PROXY_HOST, "proxy", Option.PROXY_USERNAME, "carol"));
            case SRV_MAX_HOSTS, SRV_SERVICE_NAME ->
                properties.put(Option.CONNECTION_URL, "mongodb+srv://cluster.example.com");
            default -> {
                // needs nothing
            }
        }
        properties.put(option, sample(option));
        return properties;
    }

    private static final ClientOptions DEFAULTS = ClientOptions.from(Map.of());

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONNECTION_URL", "PASSWORD", "STRICT_OPTIONS"})
    void everyPropertyLandsInItsPlaceAndNowhereElse(Option option) {
        Map<Option, String> given = properties(option);
        ClientOptions options = ClientOptions.from(given);

        assertThat(OptionEffects.of(option, options))
                .isEqualTo(option.read(sample(option)))
                .isNotEqualTo(OptionEffects.of(option, DEFAULTS));
        ClientOptions without = ClientOptions.from(without(option, given));
        for (Option other : Option.values()) {
            if (other != option && isReadable(other, options) && !isBound(other, option)) {
                assertThat(OptionEffects.of(other, options))
                        .as(other.name())
                        .isEqualTo(OptionEffects.of(other, without));
            }
        }
    }

    private static boolean isReadable(Option option, ClientOptions options) {
        boolean place = option == Option.SERVER_NAME || option == Option.PORT_NUMBER;
        return option != Option.CONNECTION_URL
                && option != Option.PASSWORD
                && option != Option.STRICT_OPTIONS
                && (!place || !options.hosts().isEmpty());
    }

    /** Without a proxy, nothing else can be said about one; its user and the password come and go together. */
    private static boolean isBound(Option one, Option other) {
        return isAboutProxy(one) && isAboutProxy(other);
    }

    private static boolean isAboutProxy(Option option) {
        return option.name().startsWith("PROXY_");
    }

    private static Map<Option, String> without(Option option, Map<Option, String> given) {
        Map<Option, String> rest = new EnumMap<>(given);
        rest.remove(option);
        if (option == Option.USER_NAME) {
            rest.put(Option.USER_NAME, "bob");
        }
        if (option == Option.PROXY_USERNAME || option == Option.PROXY_PASSWORD) {
            rest.keySet().removeIf(OptionTest::isAboutProxy);
        }
        return rest;
    }

    @Test
    void thePasswordIsTheCredentials() {
        ClientOptions options = ClientOptions.from(properties(Option.PASSWORD));

        char[] password = sample(Option.PASSWORD).toCharArray();
        assertThat(options.identity()).isEqualTo(new Credential("bob", "admin", null, password));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONNECTION_URL")
    void bothDoorsLeadToTheSameRecord(Option option) {
        Map<Option, String> given = properties(option);

        assertThat(ClientOptions.parse(TestUris.of(given))).isEqualTo(ClientOptions.from(given));
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsItselfAllowedAndIsWhatHolds(Option option) {
        Object value = option.defaultValue();

        if (value != null) {
            Map<Option, String> rest = without(option, properties(option));
            assertThat(option.read(option.defaultShown())).isEqualTo(value);
            assertThat(OptionEffects.of(option, ClientOptions.from(rest))).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyUriNameIsFoundInAnyCase(Option option) {
        for (String name : option.uriNames()) {
            assertThat(Option.ofUriName(name)).contains(option);
            assertThat(Option.ofUriName(name.toLowerCase(Locale.ROOT))).contains(option);
            assertThat(Option.ofUriName(name.toUpperCase(Locale.ROOT))).contains(option);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOptionTellsWhatItIs(Option option) {
        assertThat(option.propertyName()).matches("[A-Z][A-Za-z]*");
        assertThat(option.propertyType()).isIn(String.class, Boolean.class, Integer.class);
        assertThat(option.allowed()).isNotEmpty();
        assertThat(option.defaultShown()).isNotEmpty();
        assertThat(option.meaning()).matches("[A-Z].*\\.");
    }

    @Test
    void noNameIsUsedTwice() {
        List<String> names = Arrays.stream(Option.values())
                .flatMap(option -> option.uriNames().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        List<String> properties =
                Arrays.stream(Option.values()).map(Option::propertyName).toList();

        assertThat(names).doesNotHaveDuplicates();
        assertThat(properties).doesNotHaveDuplicates();
        assertThat(UnsupportedOption.byName().keySet()).doesNotContainAnyElementsOf(new HashSet<>(names));
    }

    @Test
    void onlyWhatCanHoldAPasswordIsConfidential() {
        assertThat(Arrays.stream(Option.values()).filter(Option::isConfidential))
                .containsExactlyInAnyOrder(
                        Option.CONNECTION_URL,
                        Option.PASSWORD,
                        Option.AUTH_MECHANISM_PROPERTIES,
                        Option.PROXY_PASSWORD,
                        Option.TLS_CERTIFICATE_KEY_FILE_PASSWORD);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PASSWORD", "CONNECTION_URL"})
    void anEmptyPropertyIsRefusedByName(Option option) {
        Map<Option, String> given = properties(option);
        given.put(option, "");
        String told = option == Option.AUTH_MECHANISM_PROPERTIES ? "not allowed" : "empty";

        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(given))
                .withMessageStartingWith("property " + option.propertyName() + " ")
                .withMessageContaining(told);
    }
}
