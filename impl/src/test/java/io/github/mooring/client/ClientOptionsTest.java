package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.api.event.CommandListener;
import io.github.mooring.api.event.ConnectionPoolListener;
import io.github.mooring.api.event.TopologyListener;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.pool.Sharing;
import io.github.mooring.session.SessionRecovery;
import io.github.mooring.transport.TlsConfig;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The record itself, and the second door: properties, alone and beside a connection string. */
class ClientOptionsTest {
    @Test
    void nothingGivenIsAServerOnThisMachineWithFiniteWaits() {
        assertThat(ClientOptions.from(Map.of()))
                .isEqualTo(new ClientOptions(
                        topology(new Seeds.Hosts(List.of(new ServerAddress("localhost", 27017)))),
                        Identity.anonymous(),
                        new SignOn("admin", null),
                        new TlsOptions(false, false, false, false, null, null, null, false, false, null),
                        new ConnectionOptions(
                                null, Duration.ofSeconds(10), Duration.ZERO, true, Compressors.NONE, -1, null, false),
                        new PoolOptions(
                                100,
                                0,
                                2,
                                Sharing.WHEN_FULL,
                                256,
                                0,
                                Duration.ZERO,
                                Duration.ofMinutes(10),
                                Duration.ZERO,
                                0,
                                100,
                                Duration.ofMinutes(10)),
                        new RetryOptions(true, true, 2, false),
                        new TransactionLimits(Duration.ofSeconds(15), Duration.ofSeconds(55)),
                        session(Duration.ofMinutes(1)),
                        new LogOptions(LogOptions.ofEnvironment(System.getenv(LogOptions.VARIABLE)), null),
                        Listeners.NONE,
                        Remarks.NONE,
                        null))
                .isEqualTo(ClientOptions.parse("mongodb://localhost"));
    }

    private static TopologyOptions topology(Seeds seeds) {
        return new TopologyOptions(
                seeds,
                null,
                false,
                false,
                Duration.ofSeconds(30),
                Duration.ofMillis(15),
                Duration.ofSeconds(10),
                ServerMonitoringMode.AUTO,
                Duration.ZERO);
    }

    private static SessionDefaults session(Duration timeout) {
        return new SessionDefaults(
                "test",
                timeout,
                Mode.STRONG,
                List.of(),
                -1,
                ReadConcern.SERVER_DEFAULT,
                WriteConcern.SERVER_DEFAULT,
                UuidRepresentation.STANDARD,
                SessionRecovery.AUTO);
    }

    @ParameterizedTest
    @CsvSource({
        "mongodb://h,                                                admin, ",
        "mongodb://h/shop,                                           shop,  ",
        "mongodb://h/shop?authSource=users,                          users, ",
        "mongodb://a:b@h/shop?authMechanism=SCRAM-SHA-1,             shop,  SCRAM-SHA-1"
    })
    void usersWhoAreNamedLaterAreAuthenticatedAsTheConfiguredOneWouldBe(
            String uri, String source, @Nullable String mechanism) {
        char[] password = {'p', 'w'};

        assertThat(ClientOptions.parse(uri).signOn().identityOf("ann", password))
                .isEqualTo(new Credential("ann", source, mechanism, password));
    }

    @Test
    void propertiesFillWhatTheConnectionStringLeavesOpen() {
        ClientOptions options = ClientOptions.from(Map.of(
                Option.CONNECTION_URL, "mongodb://alice@db.example.com:27018/shop?maxPoolSize=5",
                Option.PASSWORD, "secret",
                Option.TIMEOUT, "1000"));

        assertThat(options)
                .isEqualTo(ClientOptions.parse(
                        "mongodb://alice:secret@db.example.com:27018/shop?maxPoolSize=5&timeoutMS=1000"));
    }

    @Test
    void propertiesMayRepeatWhatTheConnectionStringSays() {
        String url = "mongodb://alice:secret@db.example.com:27018/shop?maxPoolSize=5&wtimeout=7";

        assertThat(ClientOptions.from(Map.of(
                        Option.CONNECTION_URL, url,
                        Option.SERVER_NAME, "DB.example.com",
                        Option.PORT_NUMBER, "27018",
                        Option.DATABASE_NAME, "shop",
                        Option.USER_NAME, "alice",
                        Option.PASSWORD, "secret",
                        Option.MAX_POOL_SIZE, "5",
                        Option.W_TIMEOUT, "7")))
                .isEqualTo(ClientOptions.parse(url));
    }

    @Test
    void thePropertyHasItsTagSetsWithSemicolonsInBetween() {
        String url = "mongodb://h/?readPreference=nearest&readPreferenceTags=dc:ny,rack:1&readPreferenceTags=dc:ny";
        Map<Option, String> same =
                Map.of(Option.CONNECTION_URL, url, Option.READ_PREFERENCE_TAGS, "dc:ny,rack:1;dc:ny");
        Map<Option, String> other =
                Map.of(Option.CONNECTION_URL, url, Option.READ_PREFERENCE_TAGS, "dc:ny;dc:ny,rack:1");

        assertThat(ClientOptions.from(Map.of(
                                Option.READ_PREFERENCE,
                                "monotonic",
                                Option.READ_PREFERENCE_TAGS,
                                "dc:ny,rack:1;dc:ny;"))
                        .session()
                        .tagSets())
                .containsExactly(TagSet.of("dc", "ny").and("rack", "1"), TagSet.of("dc", "ny"), TagSet.ANY);
        assertThat(ClientOptions.from(same)).isEqualTo(ClientOptions.parse(url));
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(other))
                .withMessage("contradictory: option readPreferenceTags is a text of 18 characters, but property"
                        + " ReadPreferenceTags is a text of 18 characters; leave one of them out, or make them equal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SERVER_NAME| other| the host of the connection string is 'h', but property ServerName is 'other'",
                "PORT_NUMBER| 27018| the port of the connection string is '27017', but property PortNumber is '27018'",
                "DATABASE_NAME| b| the database of the connection string is 'a', but property DatabaseName is 'b'",
                "USER_NAME| bob| the user name of the connection string is 'alice', but property UserName is 'bob'",
                "PASSWORD| other| the password of the connection string is <hidden>, but property Password is <hidden>",
                "MAX_POOL_SIZE| 6| option maxpoolsize is '5', but property MaxPoolSize is '6'",
                "TLS| false| option ssl is 'true', but property Tls is 'false'",
                "TIMEOUT| 6| option timeoutMS is '5 ms', but property TimeoutMS is '6 ms'",
            })
    void aPropertyThatContradictsTheConnectionStringIsRefused(Option option, String text, String message) {
        String url = "mongodb://alice:secret@h/a?maxpoolsize=5&ssl=true&timeoutMS=5";

        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(Map.of(Option.CONNECTION_URL, url, option, text)))
                .withMessage("contradictory: " + message + "; leave one of them out, or make them equal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECTION_URL| ''| connection string: it is empty; it must start with mongodb:// or mongodb+srv://",
                "CONNECTION_URL| ${mongodb.uri}| connection string: it does not start with mongodb:// or mongodb+srv://",
                "SERVER_NAME| a,b| property ServerName is 'a,b', allowed is a host name, an IPv4 or an IPv6 address",
                "SERVER_NAME| h:27017| property ServerName is a text of 7 characters, allowed is a host name",
                "SERVER_NAME| mongodb://h| property ServerName is a text of 11 characters, allowed is a host name",
                "PORT_NUMBER| 0| property PortNumber is '0', allowed is 1 to 65535",
                "PORT_NUMBER| 65536| property PortNumber is '65536', allowed is 1 to 65535",
                "DATABASE_NAME| a b| property DatabaseName cannot be: database name 'a b' has a blank at index 1",
                "PASSWORD| secret| Password is given, but no user name",
                "AUTH_MECHANISM| SCRAM-SHA-1| authMechanism is given, but no user name",
                "MAX_POOL_SIZE| -1| property MaxPoolSize is '-1', allowed is 0 to 2147483647",
                "HEARTBEAT_FREQUENCY| 499| property HeartbeatFrequencyMS is '499', allowed is 500 to 2147483647",
            })
    void aWrongPropertyIsRefusedByName(Option option, String text, String message) {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(Map.of(option, text)))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"::1, ::1", "[::1], ::1", "10.0.0.1, 10.0.0.1", "Db.Example.COM, db.example.com"})
    void aServerNameIsANameOrAnAddress(String text, String host) {
        assertThat(ClientOptions.from(Map.of(Option.SERVER_NAME, text)).server().host())
                .isEqualTo(host);
    }

    @Test
    void valuesOfPropertiesAreNotDecoded() {
        ClientOptions options = ClientOptions.from(Map.of(Option.USER_NAME, "a%40b", Option.PASSWORD, "p@:/?%"));

        assertThat(options.identity()).isEqualTo(new Credential("a%40b", "admin", null, "p@:/?%".toCharArray()));
    }

    @Test
    void insecureOptionsOfBothDoorsCannotStandSideBySide() {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(Map.of(
                        Option.CONNECTION_URL, "mongodb://h/?tlsInsecure=true",
                        Option.TLS_ALLOW_INVALID_HOSTNAMES, "true")))
                .withMessageContaining("option tlsInsecure and property TlsAllowInvalidHostnames cannot both be given");
    }

    @Test
    void theOrderOfPropertiesDoesNotMatter() {
        Map<Option, String> forwards = new LinkedHashMap<>();
        Map<Option, String> backwards = new LinkedHashMap<>();
        Option[] wrong = {Option.W, Option.MAX_POOL_SIZE, Option.TIMEOUT};
        for (int i = 0; i < wrong.length; i++) {
            forwards.put(wrong[i], "-1");
            backwards.put(wrong[wrong.length - 1 - i], "-1");
        }

        String message = "property MaxPoolSize is '-1', allowed is 0 to 2147483647";
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(forwards))
                .withMessage(message);
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(backwards))
                .withMessage(message);
    }

    @Test
    void theRecordChecksWhatDidNotComeThroughADoor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session(Duration.ofMillis(-1)))
                .withMessage("timeoutMS is -1 ms, allowed is 0 to 2147483647");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session(Duration.ofDays(25)))
                .withMessage("timeoutMS is 2160000000 ms, allowed is 0 to 2147483647");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Seeds.SrvName("h", "a b", 0))
                .withMessageStartingWith("srvServiceName is 'a b', allowed is 1 to 62 letters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topology(new Seeds.Hosts(List.of())))
                .withMessage("no host is named");
        assertThat(session(Duration.ZERO).timeout()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // the caller's mistake is what is tested
    void nullIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> ClientOptions.parse(null));
        assertThatNullPointerException().isThrownBy(() -> ClientOptions.from(null));
    }

    @Test
    void anSslContextNeedsTls() throws NoSuchAlgorithmException {
        SSLContext context = SSLContext.getDefault();
        ClientOptions encrypted = ClientOptions.parse("mongodb://h/?tls=true&tlsAllowInvalidHostnames=true&w=1");

        ClientOptions changed = encrypted.withSslContext(context);
        assertThat(changed.tls().config()).isEqualTo(new TlsConfig(true, context, false));
        assertThat(changed)
                .usingRecursiveComparison()
                .ignoringFields("tls.context")
                .isEqualTo(encrypted);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientOptions.parse("mongodb://h").withSslContext(context))
                .withMessage("an SSLContext is given, but tls is false");
    }

    @Test
    void listenersChangeNothingElse() throws NoSuchAlgorithmException {
        ConnectionPoolListener pools = new ConnectionPoolListener() {};
        TopologyListener servers = new TopologyListener() {};
        CommandListener commands = new CommandListener() {};
        ClientOptions options = ClientOptions.parse("mongodb://h/?tls=true&w=1&maxPoolSize=3");

        ClientOptions changed = options.withConnectionPoolListener(pools)
                .withTopologyListener(servers)
                .withCommandListener(commands);

        assertThat(options.listeners()).isEqualTo(Listeners.NONE);
        assertThat(changed.listeners()).isEqualTo(new Listeners(pools, servers, commands));
        assertThat(changed)
                .isNotEqualTo(options)
                .usingRecursiveComparison()
                .ignoringFields("listeners")
                .isEqualTo(options);
        assertThat(changed.withSslContext(SSLContext.getDefault()).listeners()).isEqualTo(changed.listeners());
    }

    @Test
    void aUserNameMayComeWithoutAPasswordAndIsThenOfNoUse() {
        ClientOptions options = ClientOptions.from(Map.of(Option.USER_NAME, "alice"));

        assertThat(options.identity()).isEqualTo(new Credential("alice", "admin", null, new char[0]));
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(options::checkFeasible)
                .withMessage("a user name is given, but no password; SCRAM needs both");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void thePropertyDecidesHowStrictTheConnectionStringIsRead(String property, boolean strict) {
        Map<Option, String> properties =
                Map.of(Option.CONNECTION_URL, "mongodb://h/?maxPolSize=5", Option.STRICT_OPTIONS, property);

        if (strict) {
            assertThatExceptionOfType(MongoConfigurationException.class)
                    .isThrownBy(() -> ClientOptions.from(properties))
                    .withMessageContaining("did you mean maxPoolSize?");
        } else {
            assertThat(ClientOptions.from(properties).warnings())
                    .containsExactly(
                            "ignored: connection string: unknown option 'maxPolSize'; did you mean maxPoolSize?");
        }
    }

    @Test
    void theConnectionStringAmongPropertiesMayAskForLeniencyItself() {
        assertThat(ClientOptions.from(Map.of(Option.CONNECTION_URL, "mongodb://h/?maxPolSize=5&strictOptions=false"))
                        .warnings())
                .hasSize(1);
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(Map.of(
                        Option.CONNECTION_URL, "mongodb://h/?strictOptions=false", Option.STRICT_OPTIONS, "true")))
                .withMessageStartingWith("contradictory: option strictOptions is 'false', but property StrictOptions");
    }

    @Test
    void aWrongPropertyIsAnErrorHoweverLenientTheConnectionStringIsRead() {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(
                        () -> ClientOptions.from(Map.of(Option.STRICT_OPTIONS, "false", Option.MAX_POOL_SIZE, "-1")))
                .withMessage("property MaxPoolSize is '-1', allowed is 0 to 2147483647");
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(Map.of(
                        Option.CONNECTION_URL,
                        "mongodb://h/?maxPoolSize=5&strictOptions=false",
                        Option.MAX_POOL_SIZE,
                        "6")))
                .withMessageStartingWith("contradictory: option maxPoolSize is '5', but property MaxPoolSize is '6'");
    }

    @ParameterizedTest
    @CsvSource({"SERVER_NAME, a", "PORT_NUMBER, 27018"})
    void aServerOfItsOwnContradictsAConnectionStringWithSeveral(Option option, String text) {
        for (String url : List.of("mongodb://a,b", "mongodb+srv://a")) {
            assertThatExceptionOfType(MongoConfigurationException.class)
                    .isThrownBy(() -> ClientOptions.from(Map.of(Option.CONNECTION_URL, url, option, text)))
                    .withMessageStartingWith("property " + option.propertyName())
                    .withMessageContaining("but the connection string says");
        }
    }

    @Test
    void equalityCountsThePassword() {
        ClientOptions options = ClientOptions.parse("mongodb://u:p@h");

        assertThat(options)
                .isEqualTo(ClientOptions.parse("mongodb://u:p@h:27017/"))
                .hasSameHashCodeAs(ClientOptions.parse("mongodb://u:p@h:27017/"))
                .isNotEqualTo(ClientOptions.parse("mongodb://u:q@h"))
                .isNotEqualTo(ClientOptions.parse("mongodb://v:p@h"))
                .isNotEqualTo(ClientOptions.parse("mongodb://u:p@h/?authSource=x"))
                .isNotEqualTo(ClientOptions.parse("mongodb://u:p@h/?authMechanism=SCRAM-SHA-1"));
    }
}
