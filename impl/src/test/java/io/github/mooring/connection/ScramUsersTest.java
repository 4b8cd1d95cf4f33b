package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.MechanismNegotiation;
import io.github.mooring.auth.ScramKeyCache;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.Clock;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.WriteWatchdog;
import java.time.Duration;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The prose tests of the Authentication specification, "SCRAM-SHA-256 and mechanism negotiation": who comes in by what,
 * and which spellings of a password are one.
 */
@EngineContract
class ScramUsersTest extends HandshakeFixture {
    private static final Grant ROOT = new Grant(Role.ROOT, "admin");

    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .oldUser("sha1", "sha1", "admin", ROOT)
            .user("both", "both", "admin", ROOT)
            .user("IX", "IX", "admin", ROOT)
            .user("\u2168", "\u2163", "admin", ROOT)
            .start();

    @AfterEach
    void closeServer() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"sha1,", "sha1, SCRAM-SHA-1", "both,", "both, SCRAM-SHA-1", "both, SCRAM-SHA-256"})
    void userComesInByTheirMechanismsAndByNegotiation(String user, @Nullable String mechanism) {
        try (Connection connection = open(user, user, mechanism)) {
            assertThat(connection.isUsable()).isTrue();
        }
    }

    @Test
    void userWithoutThatMechanismIsRefused() {
        assertThatThrownBy(() -> open("sha1", "sha1", "SCRAM-SHA-256")).isInstanceOf(MongoSecurityException.class);
    }

    @Test
    void negotiationForAStrangerIsARefusalLikeAnyOther() {
        assertThatThrownBy(() -> open("doesnotexist", "x", null))
                .isInstanceOf(MongoSecurityException.class)
                .hasMessageContaining("error 18");
    }

    @ParameterizedTest
    @CsvSource({"IX, IX", "IX, I\u00ADX", "\u2168, IV", "\u2168, I\u00ADV", "\u2168, \u2163"})
    void spellingsThatSaslprepMakesEqualAreOnePasswordAndUserNamesStayAsTheyAre(String user, String password) {
        try (Connection connection = open(user, password, "SCRAM-SHA-256")) {
            assertThat(connection.isUsable()).isTrue();
        }
    }

    @Test
    void userNameIsNotPrepared() {
        assertThatThrownBy(() -> open("I\u00ADX", "IX", "SCRAM-SHA-256")).isInstanceOf(MongoSecurityException.class);
    }

    private Connection open(String user, String password, @Nullable String mechanism) {
        Duration limit = Duration.ofSeconds(20);
        SocketDialer dialer = new SocketDialer(
                SocketFactory.getDefault(), TlsConfig.off(), limit, Clock.system(), new WriteWatchdog());
        ConnectionFactory factory = new ConnectionFactory(
                dialer,
                new MechanismNegotiation(new ScramKeyCache()),
                new HandshakeSettings(null, null, limit),
                Clock.system());
        Credential credential = new Credential(user, "admin", mechanism, password.toCharArray());
        return factory.open(new ServerAddress("127.0.0.1", server.port()), credential, within());
    }
}
