package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.event.ConnectionCheckOutFailed;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionCreated;
import io.github.mooring.api.event.ConnectionPoolCleared;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.time.Caller;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users behind a load balancer: what an error costs that comes after the service is known, and before its user is. */
@Timeout(300)
class LoadBalancedUsersTest {
    private final Lab lab = Lab.builder()
            .routers(1)
            .balanced()
            .servers(server -> server.requireAuthentication()
                    .user("ann", "s3cret", "admin", new Grant(Role.READ_WRITE, "app"))
                    .user("bob", "hush", "admin", new Grant(Role.READ_WRITE, "app")))
            .start();
    private final RecordingPoolListener heard = new RecordingPoolListener();
    private final MongoSessionFactory factory = Mooring.dial(
            ClientOptions.parse(lab.uri().replace("//", "//ann:s3cret@") + "&retryReads=false&appName=unlucky")
                    .withConnectionPoolListener(heard));
    private final MongoSession session = factory.openSession();

    @AfterEach
    void close() {
        ClientFixture.awaitSettled(factory);
        factory.close();
        lab.close();
    }

    private void strike(FailCommand.Builder fault) {
        lab.nodes().forEach(node -> node.failCommand(fault.appName("unlucky").build()));
    }

    private static void read(MongoSession session) {
        assertThat(session.getDatabase("app").getCollection("notes").find().first())
                .isNull();
    }

    private List<ConnectionPoolCleared> clears() {
        return heard.of(ConnectionPoolCleared.class);
    }

    @Test
    void aConnectionThatBreaksThenCostsTheService() {
        strike(FailCommand.on("saslContinue").times(1).closeConnection());

        assertThatExceptionOfType(MongoConnectException.class).isThrownBy(() -> read(session));

        assertThat(heard.events())
                .filteredOn(event -> event instanceof ConnectionCreated
                        || event instanceof ConnectionPoolCleared
                        || event instanceof ConnectionClosed
                        || event instanceof ConnectionCheckOutFailed)
                .extracting(Object::getClass)
                .containsExactly(
                        ConnectionCreated.class,
                        ConnectionPoolCleared.class,
                        ConnectionClosed.class,
                        ConnectionCheckOutFailed.class);
        assertThat(clears().get(0).serviceId()).isNotNull();
        read(session);
    }

    @Test
    void itCostsThoseOfOtherUsersToo() {
        try (MongoSession bob = factory.openSession("bob", "hush".toCharArray())) {
            read(bob);
        }
        strike(FailCommand.on("saslContinue").times(1).errorCode(91));

        assertThatExceptionOfType(MongoConnectException.class).isThrownBy(() -> read(session));

        assertThat(clears()).extracting(ConnectionPoolCleared::user).containsExactly("ann@admin", "bob@admin");
        assertThat(clears().get(0).serviceId()).isEqualTo(clears().get(1).serviceId());
        assertThat(factory.statistics().socketsOpen()).isZero();
    }

    @Test
    void aUserWhoIsRefusedCostsNobodyElse() {
        read(session);
        try (MongoSession bob = factory.openSession("bob", "wrong".toCharArray())) {
            assertThatExceptionOfType(MongoSecurityException.class).isThrownBy(() -> read(bob));
        }

        assertThat(clears()).extracting(ConnectionPoolCleared::user).doesNotContain("ann@admin");
        assertThat(factory.statistics().socketsOpen()).isEqualTo(1);
    }

    @Test
    void aCallerWhoseTimeIsOverSaysNothingOfTheService() {
        session.setTimeout(Duration.ofSeconds(2));
        strike(FailCommand.on("saslContinue").times(1).block(Duration.ofSeconds(20)));

        assertThatExceptionOfType(MongoOperationTimeoutException.class).isThrownBy(() -> read(session));

        assertThat(clears()).isEmpty();
    }

    @Test
    void aSessionThatIsClosedMeanwhileSaysNothingOfTheService() throws Exception {
        strike(FailCommand.on("saslContinue").times(1).block(Duration.ofSeconds(5)));
        Caller<Boolean> reader = Caller.start(() -> {
            read(session);
            return true;
        });
        LabNode node = lab.node(0);
        assertThat(node.server().awaitCommand("saslContinue", 1, ClientFixture.PATIENCE))
                .isTrue();

        session.close();

        assertThat(reader.failure()).isInstanceOf(MongoClosedException.class);
        assertThat(clears()).isEmpty();
    }

    @Test
    void whoIsProvedIsServed() {
        session.getDatabase("app").getCollection("notes").insertOne(new Document("_id", 1));

        assertThat(session.getDatabase("app").getCollection("notes").find().toList())
                .containsExactly(new Document("_id", 1));
    }
}
