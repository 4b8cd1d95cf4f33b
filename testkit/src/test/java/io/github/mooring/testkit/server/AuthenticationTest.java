package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users, both mechanisms, rights. */
@Timeout(300)
class AuthenticationTest {
    /** Holds what SCRAM's and URI's syntax would trip over, and what SASLprep changes: a ligature and an odd space. */
    private static final String HARD_PASSWORD = "p\u00e4ss,=:@/ \ufb01\u00a0x";

    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .user("root", HARD_PASSWORD, "admin", new Grant(Role.ROOT, "admin"))
            .user("r=e,ader", "read", "shop", new Grant(Role.READ, "shop"))
            .user("writer", "write", "shop", new Grant(Role.READ_WRITE, "shop"))
            .oldUser("old", "secret", "admin", new Grant(Role.ROOT, "admin"))
            .start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theRightPasswordOpensTheDoor() {
        try (MongoClient client = client("root", HARD_PASSWORD, "admin")) {
            insert(client, "shop");

            assertThat(server.connections()).anyMatch(connection -> "root@admin".equals(connection.user()));
        }
    }

    @Test
    void saslprepMakesEqualWhatLooksEqual() {
        try (MongoClient client = client("root", "p\u00e4ss,=:@/ fi x", "admin")) {
            insert(client, "shop");
        }
    }

    @Test
    void bothMechanismsCanBeAskedForByName() {
        for (String mechanism : List.of("SCRAM-SHA-1", "SCRAM-SHA-256")) {
            String uri = server.uri("root", HARD_PASSWORD, "admin") + "&authMechanism=" + mechanism;
            try (MongoClient client = DriverSession.client(uri)) {
                insert(client, "shop");
            }
        }
    }

    @Test
    void negotiationFallsBackToWhatTheUserHas() {
        try (MongoClient client = client("old", "secret", "admin")) {
            insert(client, "shop");
        }
    }

    @Test
    void aMechanismThatTheUserLacksIsRefused() {
        String uri = server.uri("old", "secret", "admin") + "&authMechanism=SCRAM-SHA-256";

        assertThat(securityCode(uri)).isEqualTo(334);
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThat(securityCode(server.uri("writer", "wrong", "shop"))).isEqualTo(18);
    }

    @Test
    void anUnknownUserIsRefused() {
        assertThat(securityCode(server.uri("nobody", "x", "shop"))).isEqualTo(18);
    }

    @Test
    void aUserIsKnownToItsOwnDatabaseOnly() {
        assertThat(securityCode(server.uri("writer", "write", "admin"))).isEqualTo(18);
    }

    @Test
    void withoutAuthenticationCommandsAreRefusedButTheHandshakeIsNot() {
        try (MongoClient client = DriverSession.client(server.uri())) {
            assertThat(client.getDatabase("admin").runCommand(new Document("ping", 1)))
                    .containsEntry("ok", 1.0);

            MongoCommandException refused =
                    catchThrowableOfType(MongoCommandException.class, () -> insert(client, "shop"));

            assertThat(refused.getErrorCode()).isEqualTo(13);
            assertThat(refused.getErrorCodeName()).isEqualTo("Unauthorized");
            assertThat(refused.getErrorMessage()).isEqualToIgnoringCase("command insert requires authentication");
        }
    }

    @Test
    void readersReadAndDoNotWrite() {
        try (MongoClient client = client("r=e,ader", "read", "shop")) {
            assertThat(client.getDatabase("shop").getCollection("c").countDocuments())
                    .isZero();

            assertThat(refusalOf(() -> insert(client, "shop"))).isEqualTo(13);
            assertThat(refusalOf(
                            () -> client.getDatabase("other").getCollection("c").countDocuments()))
                    .isEqualTo(13);
            assertThat(refusalOf(() -> client.getDatabase("shop")
                            .getCollection("c")
                            .aggregate(List.of(new Document("$out", "d")))
                            .toCollection()))
                    .isEqualTo(13);
        }
    }

    @Test
    void writersWriteTheirDatabaseOnlyAndDoNotDropIt() {
        try (MongoClient client = client("writer", "write", "shop")) {
            insert(client, "shop");
            client.getDatabase("shop").getCollection("c").drop();

            assertThat(refusalOf(() -> insert(client, "other"))).isEqualTo(13);
            assertThat(refusalOf(() -> client.getDatabase("shop").drop())).isEqualTo(13);
        }
    }

    @Test
    void aUserAddedLaterCanComeIn() {
        server.addUser("late", "x", "shop", new Grant(Role.READ_WRITE, "shop"));

        try (MongoClient client = client("late", "x", "shop")) {
            insert(client, "shop");
        }
    }

    private MongoClient client(String user, String password, String database) {
        return DriverSession.client(server.uri(user, password, database));
    }

    private static void insert(MongoClient client, String database) {
        client.getDatabase(database).getCollection("c").insertOne(new Document());
    }

    private static int refusalOf(Runnable action) {
        return catchThrowableOfType(MongoCommandException.class, action::run).getErrorCode();
    }

    private static int securityCode(String uri) {
        try (MongoClient client = DriverSession.client(uri)) {
            MongoSecurityException failure =
                    catchThrowableOfType(MongoSecurityException.class, () -> insert(client, "shop"));
            return failure.getCause() instanceof MongoCommandException command ? command.getErrorCode() : -1;
        }
    }
}
