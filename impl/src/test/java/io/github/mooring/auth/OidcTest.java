package io.github.mooring.auth;

import static io.github.mooring.auth.AuthFixture.IN_CLEAR;
import static io.github.mooring.auth.AuthFixture.external;
import static io.github.mooring.auth.AuthFixture.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.auth.OidcToken;
import io.github.mooring.api.auth.OidcTokenRequest;
import io.github.mooring.api.auth.OidcTokenSource;
import io.github.mooring.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example is that of the Authentication specification. */
class OidcTest {
    private final List<OidcTokenRequest> requests = new ArrayList<>();
    private final Map<String, String> variables = new HashMap<>();
    private final OidcTokens tokens = new OidcTokens(Clock.system());

    @Test
    void followsTheExampleOfTheSpecification() {
        AuthConversation talk = oidc(source("")).begin(user(Map.of()), IN_CLEAR);

        BsonDocument start = talk.first();
        assertThat(start.getString("mechanism").getValue()).isEqualTo("MONGODB-OIDC");
        assertThat(start.getBinary("payload").getData())
                .isEqualTo(Base64.getDecoder().decode("FwAAAAJqd3QACQAAAGFiY2QxMjM0AAA="));
        assertThat(talk.next(reply(true, new byte[0]))).isNull();
    }

    @Test
    void sourceIsToldWhoAsksForWhatAndForHowLong() {
        oidc(source("azure"))
                .begin(user(Map.of("environment", "azure", "TOKEN_RESOURCE", "mongodb://cluster")), IN_CLEAR);

        assertThat(requests)
                .containsExactly(new OidcTokenRequest("ann", "mongodb://cluster", Duration.ofMinutes(1), 1));
    }

    @Test
    void handshakeTakesATokenAlongOnceThereIsOne() {
        Oidc oidc = oidc(source(""));
        Credential ann = user(Map.of());
        assertThat(oidc.mayBeSpeculative(ann)).isFalse();

        oidc.begin(ann, IN_CLEAR);

        assertThat(oidc.mayBeSpeculative(ann)).isTrue();
        oidc.begin(ann, IN_CLEAR);
        assertThat(requests).hasSize(1);
    }

    @Test
    void anotherTokenIsWorthATryOnlyIfTheServerRefusedARememberedOne() {
        Oidc oidc = oidc(source(""));
        Credential ann = user(Map.of());

        assertThat(oidc.begin(ann, IN_CLEAR).isWorthAnother(18))
                .as("a fresh one")
                .isFalse();
        AuthConversation remembered = oidc.begin(ann, IN_CLEAR);
        assertThat(remembered.isWorthAnother(91)).as("another error").isFalse();
        assertThat(tokens.known(ann)).isNotNull();
        assertThat(remembered.isWorthAnother(18)).isTrue();
        assertThat(tokens.known(ann)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "azure", "gcp", "nowhere"})
    void whatIsMissingIsSaidWithHowToSupplyIt(String environment) {
        Map<String, String> properties = environment.isEmpty() ? Map.of() : Map.of("ENVIRONMENT", environment);

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> oidc(source("elsewhere")).begin(user(properties), IN_CLEAR))
                .withMessageContaining("MONGODB-OIDC for user 'ann'")
                .withMessageContaining("needs an implementation of io.github.mooring.api.auth.OidcTokenSource whose"
                        + " environment() is '" + environment + "'")
                .withMessageContaining("META-INF/services/io.github.mooring.api.auth.OidcTokenSource")
                .satisfies(e -> assertThat(e.isMisconfigured()).isTrue());
    }

    @Test
    void twoSourcesForTheSameAreOneTooMany() {
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> oidc(source(""), source("")).begin(user(Map.of()), IN_CLEAR))
                .withMessageContaining("more than one source of tokens")
                .satisfies(e -> assertThat(e.isMisconfigured()).isTrue());
    }

    @Test
    void partThatDoesNotWorkIsNamed() {
        LazyParts broken = new LazyParts(() -> {
            throw new ServiceConfigurationError("Provider com.example.Tokens could not be instantiated");
        });

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> new Oidc(broken, tokens, variables::get).begin(user(Map.of()), IN_CLEAR))
                .withMessageContaining("com.example.Tokens");
    }

    @Test
    void tokensOfPodsLieInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "abcd1234\n");
        for (String variable : List.of("AZURE_FEDERATED_TOKEN_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE")) {
            variables.clear();
            variables.put(variable, file.toString());

            AuthConversation talk = oidc().begin(user(Map.of("ENVIRONMENT", "k8s", variable, "other")), IN_CLEAR);

            assertThat(talk.first().getBinary("payload").getData())
                    .isEqualTo(Base64.getDecoder().decode("FwAAAAJqd3QACQAAAGFiY2QxMjM0AAA="));
        }
        variables.clear();
        assertThat(TokenFile.of("k8s", variables::get))
                .isEqualTo(new TokenFile("k8s", "/var/run/secrets/kubernetes.io/serviceaccount/token"));
    }

    @Test
    void fileWithoutATokenIsTold(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(100_000));
        assertFileRefused(empty.toString(), "the file " + empty + " is empty");
        assertFileRefused(large.toString(), "is too large for a token");
        assertFileRefused(folder.resolve("none").toString(), "none");
    }

    private void assertFileRefused(String file, String text) {
        variables.put("OIDC_TOKEN_FILE", file);

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> oidc().begin(user(Map.of("ENVIRONMENT", "test")), IN_CLEAR))
                .withMessageContaining("no access token")
                .withMessageContaining(text);
    }

    @Test
    void tokensPrintAsHidden() {
        OidcToken token = OidcToken.of("abcd1234").expiresIn(Duration.ofMinutes(1));

        assertThat(token.toString()).doesNotContain("abcd1234");
        assertThat(token.expiresIn()).isEqualTo(Duration.ofMinutes(1));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> OidcToken.of(""));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> token.expiresIn(Duration.ZERO));
    }

    private Oidc oidc(OidcTokenSource... sources) {
        return new Oidc(new LazyParts(() -> new AuthParts(List.of(sources), List.of())), tokens, variables::get);
    }

    private OidcTokenSource source(String environment) {
        return new OidcTokenSource() {
            @Override
            public String environment() {
                return environment;
            }

            @Override
            public OidcToken token(OidcTokenRequest request) {
                requests.add(request);
                return OidcToken.of("abcd1234");
            }
        };
    }

    private static Credential user(Map<String, String> properties) {
        return external("MONGODB-OIDC", "ann", "", properties);
    }
}
