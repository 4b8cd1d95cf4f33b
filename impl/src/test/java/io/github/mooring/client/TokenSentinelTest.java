package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.auth.AwsCredentialSource;
import io.github.mooring.api.auth.AwsCredentials;
import io.github.mooring.api.auth.OidcToken;
import io.github.mooring.api.auth.OidcTokenRequest;
import io.github.mooring.api.auth.OidcTokenSource;
import io.github.mooring.auth.AuthEnvironment;
import io.github.mooring.auth.AuthParts;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.connection.ConnectionFactory;
import io.github.mooring.connection.HandshakeSettings;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.WriteWatchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that come from parts and files instead of the configuration, and are refused. */
@Timeout(300)
class TokenSentinelTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** Supplies what is no token of anybody's. */
    private static final class Tokens implements OidcTokenSource {
        @Override
        public OidcToken token(OidcTokenRequest request) {
            return OidcToken.of(EverythingSaid.SECRET);
        }
    }

    /** Supplies a secret key and a session token. */
    private static final class Keys implements AwsCredentialSource {
        @Override
        public AwsCredentials credentials() {
            return new AwsCredentials("AKIA", EverythingSaid.SECRET, EverythingSaid.SECRET);
        }
    }

    @TempDir
    Path folder;

    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .mechanisms("SCRAM-SHA-256", "MONGODB-OIDC")
            .start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aTokenOfAPartThatIsRefused() {
        assertHidden(Map.of(), "", "MONGODB-OIDC");
    }

    @Test
    void aTokenOfAFileThatIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), EverythingSaid.SECRET);

        assertHidden(Map.of("ENVIRONMENT", "test"), file.toString(), "MONGODB-OIDC");
    }

    @Test
    void aFileThatHoldsMoreThanAToken() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), EverythingSaid.SECRET + "\n\0" + EverythingSaid.SECRET);

        assertHidden(Map.of("ENVIRONMENT", "test"), file.toString(), "MONGODB-OIDC");
    }

    @Test
    void keysOfAPartThatAreRefused() {
        assertHidden(Map.of(), "", "MONGODB-AWS");
    }

    private void assertHidden(Map<String, String> properties, String file, String mechanism) {
        try (EverythingSaid said = new EverythingSaid()) {
            AuthParts parts = new AuthParts(List.of(new Tokens()), List.of(new Keys()));
            AuthEnvironment environment = new AuthEnvironment(Clock.system(), () -> parts, name -> file, true);
            Credential user = new Credential("", "$external", mechanism, new char[0], properties);
            said.note(parts, user, OidcToken.of(EverythingSaid.SECRET), new Keys().credentials());
            said.that(() -> factory(environment)
                    .open(new ServerAddress("127.0.0.1", server.port()), user, Deadline.after(Clock.system(), LIMIT))
                    .close());

            assertThat(said.text()).contains(mechanism + " authentication of a user without a name");
            said.assertHidden();
        }
    }

    private static ConnectionFactory factory(AuthEnvironment environment) {
        SocketDialer dialer = new SocketDialer(
                SocketFactory.getDefault(), TlsConfig.off(), LIMIT, Clock.system(), new WriteWatchdog());
        return new ConnectionFactory(
                dialer,
                new MechanismNegotiation(new ScramKeyCache(), environment),
                new HandshakeSettings(null, null, LIMIT),
                Clock.system());
    }
}
