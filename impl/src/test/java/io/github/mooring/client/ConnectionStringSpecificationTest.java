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
import java.util.function.BiConsumer;
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
    private static final Deviations DEVIATIONS =
            Deviations.read("connection-string-deviations.txt", MongoConfigurationException.class);

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

    private static Stream<DynamicTest> cases(String folder, BiConsumer<BsonDocument, ClientOptions> check) {
        return SpecificationCases.of(folder, DEVIATIONS, testCase -> {
            String uri = testCase.getString("uri").getValue();
            if (testCase.get("valid", BsonNull.VALUE).isNull()
                    || testCase.getBoolean("valid").getValue()) {
                check.accept(testCase, ClientOptions.parse(uri));
            } else {
                assertThatExceptionOfType(MongoConfigurationException.class).isThrownBy(() -> ClientOptions.parse(uri));
            }
        });
    }

    private static void checkParts(BsonDocument testCase, ClientOptions options) {
        if (!testCase.isNull("hosts")) {
            assertThat(testCase.getArray("hosts")).hasSize(1);
            BsonDocument host = testCase.getArray("hosts").get(0).asDocument();
            int port = host.isNull("port")
                    ? ServerAddress.DEFAULT_PORT
                    : host.getInt32("port").getValue();
            assertThat(options.server())
                    .isEqualTo(new ServerAddress(host.getString("host").getValue(), port));
        }
        if (!testCase.isNull("auth")) {
            BsonDocument auth = testCase.getDocument("auth");
            Credential credential = (Credential) options.identity();
            assertThat(credential).isEqualTo(credential(auth, credential.source(), credential.mechanism()));
            assertThat(options.databaseName())
                    .isEqualTo(Objects.requireNonNullElse(string(auth, "db"), Option.DATABASE_NAME.defaultShown()));
        }
        if (!testCase.isNull("options")) {
            testCase.getDocument("options").forEach((name, value) -> checkOption(name, value, options));
        }
    }

    private static void checkOption(String name, BsonValue expected, ClientOptions options) {
        String text = switch (expected.getBsonType()) {
            case ARRAY -> "";
            case INT32 -> String.valueOf(expected.asInt32().getValue());
            case BOOLEAN -> String.valueOf(expected.asBoolean().getValue());
            default -> expected.asString().getValue();
        };
        Option option = Option.ofUriName(name).orElse(null);
        if (option == Option.READ_PREFERENCE_TAGS) {
            assertThat(options.tagSets()).isEqualTo(tagSets(expected.asArray()));
        } else if (option != null) {
            assertThat(OptionEffects.of(option, options)).as(name).isEqualTo(option.read(text));
        } else {
            assertThat(UnsupportedOption.of(name).orElseThrow().accepted())
                    .as(name)
                    .contains(text);
        }
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
        assertThat(options.identity()).isEqualTo(credential(expected, source, string(expected, "mechanism")));
    }

    private static Credential credential(BsonDocument user, String source, @Nullable String mechanism) {
        char[] password = user.getString("password").getValue().toCharArray();
        return new Credential(user.getString("username").getValue(), source, mechanism, password);
    }

    private static void checkConcerns(BsonDocument testCase, ClientOptions options) {
        BsonDocument read = testCase.getDocument("readConcern", new BsonDocument());
        assertThat(options.readConcern())
                .isEqualTo(
                        read.isEmpty()
                                ? ReadConcern.SERVER_DEFAULT
                                : new ReadConcern(read.getString("level").getValue()));
        BsonDocument write = testCase.getDocument("writeConcern", new BsonDocument());
        if (write.isEmpty()) {
            assertThat(options.writeConcern()).isEqualTo(WriteConcern.SERVER_DEFAULT);
        }
        write.forEach((name, value) -> checkOption(name, value, options));
    }

    private static @Nullable String string(BsonDocument document, String name) {
        return document.get(name, BsonNull.VALUE).isNull()
                ? null
                : document.getString(name).getValue();
    }
}
