package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.ConnectionInfo;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Users: their rights, their sockets, and passwords that are wrong. */
@EngineContract
class CredentialsTest {
    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .user("ann", "s3cret", "admin", new Grant(Role.READ_WRITE, "app"))
            .user("bob", "hush", "admin", new Grant(Role.READ, "app"))
            .start();
    private final MongoSessionFactory factory =
            Mooring.dial("mongodb://ann:s3cret@" + server.address() + "/app?authSource=admin");

    @AfterEach
    void close() throws Exception {
        ClientFixture.assertSettled(factory);
        factory.close();
        assertThat(server.awaitOpenConnections(0, ClientFixture.PATIENCE)).isTrue();
        server.close();
    }

    private long socketsOf(String user) {
        return server.connections().stream()
                .map(ConnectionInfo::user)
                .filter(name -> Objects.equals(name, user + "@admin"))
                .count();
    }

    private static void insert(MongoSession session, int id) {
        session.getDatabase().getCollection("notes").insertOne(doc("{_id: " + id + "}"));
    }

    @Test
    void aWrongPasswordIsNamedByItsUserAndNeverShown() {
        try (MongoSession session = factory.openSession("ann", "wr0ng".toCharArray())) {
            var e = catchThrowableOfType(MongoSecurityException.class, () -> insert(session, 1));

            assertThat(e)
                    .hasMessage("SCRAM-SHA-256 authentication of user 'ann' on database 'admin' at " + server.address()
                            + " failed with error 18 (AuthenticationFailed): Authentication failed.; are user, password"
                            + " and authSource right, and is the mechanism enabled?")
                    .hasMessageNotContaining("wr0ng");
            assertThat(e.bytesSent()).isFalse();
            assertThat(e.code()).isEqualTo(18);
            ClientFixture.assertSettled(factory);
            assertThatThrownBy(() -> insert(session, 1)).isInstanceOf(MongoSecurityException.class);
        }
    }

    @Test
    void aWrongPasswordDisturbsNobodyElseNotEvenTheSameUser() {
        try (MongoSession right = factory.openSession();
                MongoSession wrong = factory.openSession("ann", "wr0ng".toCharArray());
                MongoSession same = factory.openSession("ann", "s3cret".toCharArray())) {
            insert(right, 1);

            assertThatThrownBy(() -> insert(wrong, 2)).isInstanceOf(MongoSecurityException.class);

            insert(right, 3);
            insert(same, 4);
            assertThat(factory.statistics().socketsOpened())
                    .as("the same user with the same password shares the socket")
                    .isEqualTo(1);
        }
    }

    @Test
    void anUnknownUserIsNamed() {
        try (MongoSession session = factory.openSession("carl", "x".toCharArray())) {
            assertThatThrownBy(() -> insert(session, 1))
                    .isInstanceOf(MongoSecurityException.class)
                    .hasMessageContaining("user 'carl' on database 'admin' at " + server.address())
                    .hasMessageContaining("error 18 (AuthenticationFailed)");
        }
    }

    @Test
    void anEmptyUserNameIsRefusedAtOnce() {
        assertThatThrownBy(() -> factory.openSession("", new char[] {'x'}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the user name must not be empty");
        assertThat(factory.statistics().sessionsOpen()).isZero();
    }

    @Test
    void missingRightsAreTheServersToRefuse() {
        try (MongoSession reader = factory.openSession("bob", "hush".toCharArray())) {
            var e = catchThrowableOfType(MongoCommandException.class, () -> insert(reader, 1));

            assertThat(e)
                    .hasMessageStartingWith(
                            "insert on app failed at " + server.address() + " with error 13 (Unauthorized): ");
            assertThat(reader.getDatabase().getCollection("notes").find().toList())
                    .isEmpty();
        }
    }

    @Test
    void withoutAUserOnlyTheSecuredCommandsFail() {
        try (MongoSessionFactory nobody = Mooring.dial(server.uri() + "app");
                MongoSession session = nobody.openSession()) {
            assertThatThrownBy(() -> insert(session, 1))
                    .isInstanceOf(MongoCommandException.class)
                    .hasMessageContaining("error 13 (Unauthorized)");
            ClientFixture.assertSettled(nobody);
        }
    }

    @Test
    @DisplayName("N2 F33 users never share a socket")
    void usersNeverShareASocket() {
        try (MongoSession ann = factory.openSession();
                MongoSession bob = factory.openSession("bob", "hush".toCharArray());
                MongoSession copyOfBob = bob.copy()) {
            insert(ann, 1);
            for (int i = 0; i < 3; i++) {
                assertThat(bob.getDatabase().getCollection("notes").find().toList())
                        .hasSize(1);
                assertThat(copyOfBob.getDatabase().getCollection("notes").find().toList())
                        .hasSize(1);
                assertThat(ann.getDatabase().getCollection("notes").find().toList())
                        .hasSize(1);
            }

            assertThat(socketsOf("ann")).isEqualTo(1);
            assertThat(socketsOf("bob")).isEqualTo(1);
            assertThat(server.openConnections()).as("and the monitor's").isLessThanOrEqualTo(3);
        }
    }
}
