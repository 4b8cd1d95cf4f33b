package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.Option;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    private static ClientOptions options(Map<Option, String> own, Map<Option, String> defaults) {
        return Configuration.of(own, defaults).options();
    }

    @Test
    @DisplayName("P2 the adapter's properties hold where the factory sets none")
    void adaptersPropertiesAreDefaults() {
        Map<Option, String> defaults =
                Map.of(Option.CONNECTION_URL, "mongodb://u:p@db.example:27018/orders?maxPoolSize=9&appName=shop");

        assertThat(options(Map.of(), defaults))
                .isEqualTo(ClientOptions.parse("mongodb://u:p@db.example:27018/orders?maxPoolSize=9&appName=shop"));
    }

    @ParameterizedTest
    @CsvSource({
        "MAX_POOL_SIZE, 3, mongodb://db.example:27018/orders?appName=shop&maxPoolSize=3",
        "APP_NAME, own, mongodb://db.example:27018/orders?maxPoolSize=9&appName=own",
        "DATABASE_NAME, own, mongodb://db.example:27018/own?maxPoolSize=9&appName=shop",
    })
    @DisplayName("P2 a factory's own property goes before the same thing in the adapter's connection string")
    void ownPropertyGoesBeforeTheAdaptersUrl(Option option, String value, String expected) {
        Map<Option, String> defaults =
                Map.of(Option.CONNECTION_URL, "mongodb://db.example:27018/orders?MAXPOOLSIZE=9&appName=shop");

        assertThat(options(Map.of(option, value), defaults)).isEqualTo(ClientOptions.parse(expected));
    }

    @Test
    @DisplayName("P2 a factory's own connection string goes before the same thing in the adapter's properties")
    void ownUrlGoesBeforeTheAdaptersProperties() {
        Map<Option, String> own = Map.of(Option.CONNECTION_URL, "mongodb://own.example/?maxPoolSize=3&ssl=true");
        Map<Option, String> defaults = Map.of(Option.MAX_POOL_SIZE, "9", Option.TLS, "false", Option.APP_NAME, "shop");

        assertThat(options(own, defaults))
                .isEqualTo(ClientOptions.parse("mongodb://own.example/?maxPoolSize=3&tls=true&appName=shop"));
    }

    @ParameterizedTest
    @CsvSource({"CONNECTION_URL, mongodb://own.example", "SERVER_NAME, own.example"})
    @DisplayName("P2 S8 credentials meant for the adapter's server are not sent to a server of the factory's own")
    void defaultCredentialsStayWithTheDefaultServer(Option option, String value) {
        Map<Option, String> inUrl = Map.of(Option.CONNECTION_URL, "mongodb://u:p@db.example/orders");
        Map<Option, String> apart = Map.of(
                Option.SERVER_NAME, "db.example", Option.USER_NAME, "u", Option.PASSWORD, "p", Option.AUTH_SOURCE, "x");

        for (Map<Option, String> defaults : Set.of(inUrl, apart)) {
            ClientOptions merged = options(Map.of(option, value), defaults);

            assertThat(merged.server().host()).isEqualTo("own.example");
            assertThat(merged.identity()).isEqualTo(Identity.anonymous());
            assertThat(merged.databaseName()).isEqualTo("test");
        }
    }

    @Test
    @DisplayName("P2 a factory's own user does not get the password of the adapter's")
    void ownUserDoesNotGetTheDefaultPassword() {
        Map<Option, String> own = Map.of(Option.USER_NAME, "own");
        Map<Option, String> defaults = Map.of(Option.USER_NAME, "u", Option.PASSWORD, "p");

        assertThatThrownBy(() -> options(own, defaults))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("password");
        assertThat(options(Map.of(Option.USER_NAME, "own", Option.PASSWORD, "q"), defaults)
                        .identity())
                .isEqualTo(new Credential("own", "admin", null, "q".toCharArray()));
    }

    @Test
    @DisplayName("P9 what the connection string says, no other property of the same bean may contradict")
    void contradictionWithinABeanIsRefused() {
        Map<Option, String> own =
                Map.of(Option.CONNECTION_URL, "mongodb://one.example/", Option.SERVER_NAME, "two.example");

        assertThatThrownBy(() -> options(own, Map.of()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("ServerName")
                .hasMessageContaining("one.example")
                .hasMessageContaining("two.example");
    }

    @Test
    @DisplayName(
            "P10 a mistake in a connection string is an error at deployment, unless the deployer wants it otherwise")
    void mistakesAreErrorsUnlessTheDeployerWantsItOtherwise() {
        Map<Option, String> own = Map.of(Option.CONNECTION_URL, "mongodb://db.example/?maxPolSize=5");

        assertThatThrownBy(() -> options(own, Map.of()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("did you mean maxPoolSize?");
        assertThat(options(own, Map.of(Option.STRICT_OPTIONS, "false")).warnings())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'mongodb://a.example/?tlsCAFile=x.pem', 'tlsCAFile is given, but tls is false'",
    })
    @DisplayName("P10 what is in the way of connecting is told at deployment")
    void whatIsInTheWayIsToldAtDeployment(String url, String message) {
        assertThatThrownBy(() -> options(Map.of(Option.CONNECTION_URL, url), Map.of()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    @DisplayName(
            "P2 S8 a certificate and a token meant for the adapter's server are not shown to a server of the factory's own")
    void defaultCertificateStaysWithTheDefaultServer() {
        Map<Option, String> defaults = Map.of(
                Option.TLS_CERTIFICATE_KEY_FILE,
                "client.pem",
                Option.TLS_CERTIFICATE_KEY_FILE_PASSWORD,
                "p",
                Option.AUTH_MECHANISM,
                "MONGODB-AWS",
                Option.AUTH_MECHANISM_PROPERTIES,
                "AWS_SESSION_TOKEN:x");

        assertThat(options(Map.of(Option.SERVER_NAME, "own.example"), defaults))
                .isEqualTo(ClientOptions.parse("mongodb://own.example"));
    }

    @ParameterizedTest
    @CsvSource({
        "mongodb://db.example/, admin",
        "mongodb://db.example/orders, orders",
        "mongodb://db.example/orders?authSource=people, people",
        "mongodb://boss:secret@db.example/orders?authSource=people, people",
    })
    @DisplayName("S6 other users are looked up where the configured one would be")
    void otherUsersAreLookedUpWhereTheConfiguredOneWouldBe(String url, String source) {
        Configuration configuration = Configuration.of(Map.of(Option.CONNECTION_URL, url), Map.of());

        assertThat(configuration.identityOf("bob", "builder".toCharArray()))
                .isEqualTo(new Credential("bob", source, null, "builder".toCharArray()));
    }

    @ParameterizedTest
    @CsvSource({
        "mongodb://u:p@h:1/db?w=1&journal=true, mongodb://u:p@h:1/db?journal=true",
        "mongodb://h, mongodb://h",
        "mongodb://h?w=1, mongodb://h",
        "nonsense, nonsense",
        "'', ''",
        "mongodb://h/db?W=1&w, mongodb://h/db",
        "mongodb://h/db?safe=true&j=true, mongodb://h/db?j=true",
        "mongodb+srv://u:p@h?w=1, mongodb+srv://u:p@h",
        "'mongodb://a:1,[::1]:2/db?w=1', 'mongodb://a:1,[::1]:2/db'",
    })
    @DisplayName("P2 taking an option out of a connection string leaves the rest as it was")
    void takingAnOptionOutLeavesTheRest(String url, String expected) {
        assertThat(new ConnectionUrl(url).without(Set.of(Option.W))).isEqualTo(expected);
    }
}
