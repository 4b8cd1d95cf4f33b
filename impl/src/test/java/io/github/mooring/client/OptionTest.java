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
            case AUTH_SOURCE -> "users";
            case CONNECT_TIMEOUT,
                    IDENTITY_POOL_EXPIRY,
                    MAX_IDLE_TIME,
                    MAX_LIFE_TIME,
                    TIMEOUT,
                    WAIT_QUEUE_TIMEOUT,
                    W_TIMEOUT -> "1234";
            case CONNECTION_SHARING -> "always";
            case HEARTBEAT_FREQUENCY -> "500";
            case DIRECT_CONNECTION, JOURNAL, TLS, TLS_ALLOW_INVALID_HOSTNAMES, TLS_INSECURE -> "true";
            case MAX_CONNECTING, MAX_IDENTITY_POOLS, MAX_IN_FLIGHT, MAX_WAIT_QUEUE_SIZE, MIN_POOL_SIZE -> "5";
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
    private static Map<Option, String> properties(Option option) {
        Map<Option, String> properties = new EnumMap<>(Option.class);
        if (Set.of(Option.AUTH_MECHANISM, Option.AUTH_SOURCE, Option.PASSWORD, Option.USER_NAME)
                .contains(option)) {
            properties.put(Option.USER_NAME, "bob");
            properties.put(Option.PASSWORD, "secret");
        }
        if (option == Option.READ_PREFERENCE_TAGS) {
            properties.put(Option.READ_PREFERENCE, "secondary");
        }
        properties.put(option, sample(option));
        return properties;
    }

    private static final ClientOptions DEFAULTS = ClientOptions.from(Map.of());

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONNECTION_URL", "PASSWORD"})
    void everyPropertyLandsInItsPlaceAndNowhereElse(Option option) {
        Map<Option, String> given = properties(option);
        ClientOptions options = ClientOptions.from(given);

        assertThat(OptionEffects.of(option, options))
                .isEqualTo(option.read(sample(option)))
                .isNotEqualTo(OptionEffects.of(option, DEFAULTS));
        ClientOptions without = ClientOptions.from(without(option, given));
        for (Option other : Option.values()) {
            if (other != option && !other.isConfidential() && !areOne(option, other)) {
                assertThat(OptionEffects.of(other, options))
                        .as(other.name())
                        .isEqualTo(OptionEffects.of(other, without));
            }
        }
    }

    private static Map<Option, String> without(Option option, Map<Option, String> given) {
        Map<Option, String> rest = new EnumMap<>(given);
        rest.remove(option);
        if (option == Option.USER_NAME) {
            rest.put(Option.USER_NAME, "bob");
        }
        return rest;
    }

    /** Both insecure options end in one place. */
    private static boolean areOne(Option one, Option other) {
        Set<Option> both = Set.of(one, other);
        return both.equals(Set.of(Option.TLS_INSECURE, Option.TLS_ALLOW_INVALID_HOSTNAMES));
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
            assertThat(option.read(option.defaultShown())).isEqualTo(value);
            assertThat(OptionEffects.of(option, DEFAULTS)).isEqualTo(value);
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
                .containsExactlyInAnyOrder(Option.CONNECTION_URL, Option.PASSWORD);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PASSWORD", "CONNECTION_URL"})
    void anEmptyPropertyIsRefusedByName(Option option) {
        Map<Option, String> given = properties(option);
        given.put(option, "");

        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(given))
                .withMessageStartingWith("property " + option.propertyName() + " ")
                .withMessageContaining("empty");
    }
}
