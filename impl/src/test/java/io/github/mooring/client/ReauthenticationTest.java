package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.time.Duration;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that wants a user proved anew (error 391) gets that on the same connection, and the command once more. */
@Timeout(300)
@EngineContract
class ReauthenticationTest {
    private static final int REAUTHENTICATION_REQUIRED = 391;
    private static final int CALLERS = 4;

    private final EmbeddedServer server = EmbeddedServer.builder()
            .requireAuthentication()
            .user("ann", "s3cret", "admin", new Grant(Role.ROOT, "admin"))
            .start();
    private final MongoSessionFactory factory = Mooring.dial("mongodb://ann:s3cret@" + server.address()
            + "/app?authSource=admin&connectionSharing=always&heartbeatFrequencyMS=600000&serverMonitoringMode=poll");
    private final MongoSession session = factory.openSession();

    @AfterEach
    void close() {
        session.close();
        factory.close();
        server.close();
    }

    @Test
    void writeIsRepeatedOnceTheUserIsProvedAnewOnTheSameConnection() {
        insert();
        server.forgetRequests();
        fail("insert", 1);

        insert();

        assertThat(server.commandCount("insert")).isEqualTo(2);
        assertThat(server.commandCount("saslStart")).isEqualTo(1);
        assertThat(server.commandCount("saslContinue")).isEqualTo(1);
        assertThat(server.commandCount("hello")).as("no handshake for it").isZero();
        assertThat(factory.statistics().socketsOpened()).isEqualTo(1);
        assertThat(session.getDatabase().getCollection("notes").countDocuments(new Document()))
                .isEqualTo(2);
    }

    @Test
    void callsOnOneConnectionThatNoticeTogetherProveTheUserOnce() throws Exception {
        insert();
        Crowd crowd = new Crowd(CALLERS, "callers");
        for (int round = 0; round < 20; round++) {
            server.forgetRequests();
            // all are sent before the first one is answered
            server.failCommand(FailCommand.on("insert")
                    .times(CALLERS)
                    .errorCode(REAUTHENTICATION_REQUIRED)
                    .block(Duration.ofMillis(5))
                    .build());

            crowd.together(1, number -> insertInTheEnd());

            assertThat(server.commandCount("saslStart")).isBetween(1, CALLERS);
        }
        crowd.end();

        assertThat(factory.statistics().socketsOpened()).isEqualTo(1);
    }

    @Test
    void serverThatIsNeverSatisfiedIsAskedTwiceOnly() {
        insert();
        fail("insert", 5);

        assertThatThrownBy(this::insert)
                .isInstanceOf(MongoException.class)
                .extracting(e -> ((MongoException) e).code())
                .isEqualTo(REAUTHENTICATION_REQUIRED);

        assertThat(server.commandCount("insert")).isEqualTo(3);
    }

    @Test
    void userWhoHasLostTheirRightsIsToldSoAndTheConnectionIsGone() {
        insert();
        fail("insert", 1);
        server.addUser("ann", "another", "admin", new Grant(Role.ROOT, "admin"));

        assertThatThrownBy(this::insert)
                .isInstanceOf(MongoSecurityException.class)
                .hasMessageContaining("user 'ann'");
        server.addUser("ann", "s3cret", "admin", new Grant(Role.ROOT, "admin"));
        insert();

        assertThat(factory.statistics().socketsOpened()).isEqualTo(2);
    }

    private void fail(String command, int times) {
        server.failCommand(FailCommand.on(command)
                .times(times)
                .errorCode(REAUTHENTICATION_REQUIRED)
                .build());
    }

    /** A fail point hits whoever comes next: a call may meet it with its second attempt as well. */
    private void insertInTheEnd() {
        try {
            insert();
        } catch (MongoException e) {
            if (e.code() != REAUTHENTICATION_REQUIRED) {
                throw e;
            }
            insertInTheEnd();
        }
    }

    private void insert() {
        session.getDatabase().getCollection("notes").insertOne(new Document());
    }
}
