package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import io.github.mooring.specification.Deviations;
import io.github.mooring.specification.SpecificationCases;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The specifications' own cases about connection strings, their options, credentials and concerns. */
@Tag(SpecificationCases.TAG)
class ConnectionStringSpecificationTest {
    private static final Deviations DEVIATIONS = Deviations.read("connection-string-deviations.txt", Throwable.class);

    /** How the reasons of those errors read that show without asking a name server. */
    private static final Pattern REFUSED_UNASKED =
            Pattern.compile("URI includes|directConnection=true is incompatible|srvMaxHosts conflicts with (?!.*TXT)");

    @TestFactory
    Stream<DynamicTest> connectionStrings() {
        return cases("connection-string/tests", ConnectionStringSpecificationTest::checkParts);
    }

    @TestFactory
    Stream<DynamicTest> uriOptions() {
        return cases("uri-options/tests", ConnectionStringSpecificationTest::checkParts);
    }

    @TestFactory
    Stream<DynamicTest> credentials() {
        return cases("auth/tests/legacy", ConnectionStringSpecificationTest::checkCredential);
    }

    @TestFactory
    Stream<DynamicTest> concerns() {
        return cases("read-write-concern/tests/connection-string", ConnectionStringSpecificationTest::checkConcerns);
    }

    /** As far as nobody has to ask a name server. */
    @TestFactory
    Stream<DynamicTest> namesOfSrv() {
        return SpecificationCases.ofWholeFiles(
                "initial-dns-seedlist-discovery/tests", Deviations.none(), ConnectionStringSpecificationTest::checkSrv);
    }

    private static void checkSrv(BsonDocument testCase) {
        String uri = testCase.getString("uri").getValue();
        if (testCase.containsKey("error")) {
            String why = testCase.getString("comment").getValue();
            if (REFUSED_UNASKED.matcher(why).find()) {
                assertThatExceptionOfType(MongoConfigurationException.class).isThrownBy(() -> ClientOptions.parse(uri));
            }
            return;
        }
        ClientOptions options = ClientOptions.parse(uri);
        assertThat(options.warnings()).isEmpty();
        assertThat(options.topology().seeds()).isInstanceOf(Seeds.SrvName.class);
        assertThat(options.tls().enabled())
                .isEqualTo(testCase.getDocument("options").getBoolean("ssl").getValue());
    }

    private static Stream<DynamicTest> cases(String folder, BiConsumer<BsonDocument, ClientOptions> check) {
        return SpecificationCases.of(folder, DEVIATIONS, testCase -> {
            String uri = testCase.getString("uri").getValue();
            if (testCase.get("valid", BsonNull.VALUE).isNull()
                    || testCase.getBoolean("valid").getValue()) {
                ClientOptions options = ClientOptions.parse(uri);
                checkWarnings(testCase.get("warning", BsonNull.VALUE), options);
                check.accept(testCase, options);
            } else {
                assertThatExceptionOfType(MongoConfigurationException.class).isThrownBy(() -> ClientOptions.parse(uri));
            }
        });
    }

    private static void checkWarnings(BsonValue expected, ClientOptions options) {
        if (expected.isBoolean() && expected.asBoolean().getValue()) {
            assertThat(options.warnings()).isNotEmpty();
        } else {
            assertThat(options.warnings()).isEmpty();
        }
    }

    private static void checkParts(BsonDocument testCase, ClientOptions options) {
        if (!testCase.isNull("hosts")) {
            assertThat(options.hosts())
                    .isEqualTo(testCase.getArray("hosts").stream()
                            .map(host -> address(host.asDocument()))
                            .toList());
        }
        if (!testCase.isNull("auth")) {
            BsonDocument auth = testCase.getDocument("auth");
            Credential user = (Credential) options.identity();
            assertThat(user).isEqualTo(credential(auth, user.source(), user.mechanism(), user.mechanismProperties()));
            assertThat(options.databaseName())
                    .isEqualTo(Objects.requireNonNullElse(string(auth, "db"), Option.DATABASE_NAME.defaultShown()));
        }
        if (!testCase.isNull("options")) {
            testCase.getDocument("options").forEach((name, value) -> checkOption(name, value, options));
        }
    }

    private static ServerAddress address(BsonDocument host) {
        int port = host.isNull("port")
                ? ServerAddress.DEFAULT_PORT
                : host.getInt32("port").getValue();
        return new ServerAddress(host.getString("host").getValue(), port);
    }

    private static void checkOption(String name, BsonValue expected, ClientOptions options) {
        Option option = Option.ofUriName(name).orElse(null);
        if (option == Option.READ_PREFERENCE_TAGS) {
            assertThat(options.session().tagSets()).isEqualTo(tagSets(expected.asArray()));
        } else if (option == Option.TLS_CERTIFICATE_KEY_FILE_PASSWORD) {
            assertThat(options.tls().certificateKeyFilePassword())
                    .isEqualTo(new Secret(expected.asString().getValue()));
        } else if (option == Option.AUTH_MECHANISM || option == Option.AUTH_SOURCE) {
            assertThat(List.of(
                            options.signOn().source(),
                            String.valueOf(options.signOn().mechanism())))
                    .contains(expected.asString().getValue());
        } else if (option != null) {
            assertThat(OptionEffects.of(option, options)).as(name).isEqualTo(option.read(text(expected)));
        } else {
            assertThat(UnsupportedOption.of(name).orElseThrow().accepted())
                    .as(name)
                    .contains(text(expected));
        }
    }

    private static String text(BsonValue value) {
        return switch (value.getBsonType()) {
            case ARRAY ->
                value.asArray().stream()
                        .map(ConnectionStringSpecificationTest::text)
                        .collect(Collectors.joining(","));
            case DOCUMENT ->
                value.asDocument().entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + text(entry.getValue()))
                        .collect(Collectors.joining(","));
            case INT32 -> String.valueOf(value.asInt32().getValue());
            case BOOLEAN -> String.valueOf(value.asBoolean().getValue());
            default -> value.asString().getValue();
        };
    }

    private static List<TagSet> tagSets(BsonArray expected) {
        return expected.stream()
                .map(set -> set.asDocument().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                tag -> tag.getValue().asString().getValue())))
                .map(TagSet::new)
                .toList();
    }

    private static void checkCredential(BsonDocument testCase, ClientOptions options) {
        if (testCase.isNull("credential")) {
            assertThat(options.identity()).isEqualTo(Identity.anonymous());
            return;
        }
        BsonDocument expected = testCase.getDocument("credential");
        String source = expected.getString("source").getValue();
        Map<String, String> properties = new TreeMap<>();
        if (!expected.isNull("mechanism_properties")) {
            expected.getDocument("mechanism_properties")
                    .forEach((name, value) ->
                            properties.put(name, value.asString().getValue()));
        }
        assertThat(options.identity())
                .isEqualTo(credential(expected, source, string(expected, "mechanism"), properties));
    }

    private static Credential credential(
            BsonDocument user, String source, @Nullable String mechanism, Map<String, String> properties) {
        String userName = Objects.requireNonNullElse(string(user, "username"), "");
        char[] password =
                Objects.requireNonNullElse(string(user, "password"), "").toCharArray();
        return new Credential(userName, source, mechanism, password, properties);
    }

    private static void checkConcerns(BsonDocument testCase, ClientOptions options) {
        BsonDocument read = testCase.getDocument("readConcern", new BsonDocument());
        assertThat(options.session().readConcern())
                .isEqualTo(
                        read.isEmpty()
                                ? ReadConcern.SERVER_DEFAULT
                                : new ReadConcern(read.getString("level").getValue()));
        BsonDocument write = testCase.getDocument("writeConcern", new BsonDocument());
        if (write.isEmpty()) {
            assertThat(options.session().writeConcern()).isEqualTo(WriteConcern.SERVER_DEFAULT);
        }
        write.forEach((name, value) -> checkOption(name, value, options));
    }

    private static @Nullable String string(BsonDocument document, String name) {
        return document.get(name, BsonNull.VALUE).isNull()
                ? null
                : document.getString(name).getValue();
    }
}
