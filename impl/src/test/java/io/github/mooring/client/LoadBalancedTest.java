package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ConnectionCheckOutFailed;
import io.github.mooring.api.event.ConnectionClosed;
import io.github.mooring.api.event.ConnectionPoolCleared;
import io.github.mooring.api.event.ConnectionReady;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Ping;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RecordedRequest;
import io.github.mooring.time.Clock;
import io.github.mooring.topology.Heartbeat;
import java.util.List;
import javax.net.SocketFactory;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client behind a load balancer: how it connects, and what errors cost. */
class LoadBalancedTest extends BalancedFixture {
    @Test
    void everyHelloSaysThatThereIsALoadBalancer() {
        store(3);
        connectToBoth();

        assertThat(sent("isMaster")).isEmpty();
        assertThat(sent("hello"))
                .hasSize((int) factory.statistics().socketsOpened())
                .allSatisfy(hello -> assertThat(hello.command()).containsEntry("loadBalanced", true));
    }

    @Test
    void nobodyMonitorsItAndItIsThereAtOnce() {
        ManualTaskRunner tasks = new ManualTaskRunner();
        ClientOptions options = ClientOptions.parse(lab.uri());
        try (Deployment deployment = Deployment.open(options, Clock.system(), tasks, SocketFactory.getDefault())) {
            assertThat(deployment.liveServers()).containsExactly(balancer());
            assertThat(deployment.server()).isEqualTo(balancer());

            var unused =
                    deployment.execute(new Ping(), SessionCall.of(Identity.anonymous(), options.sessionSettings()));

            assertThat(tasks.periods().keySet()).noneMatch(name -> name.startsWith("monitor"));
            assertThat(deployment.heartbeat()).isEqualTo(Heartbeat.NONE);
        }
    }

    private ServerAddress balancer() {
        return ClientOptions.parse(lab.uri()).server();
    }

    @Test
    void documentsAreWrittenAndReadWhoeverAnswers() {
        store(10);
        connectToBoth();
        for (int i = 0; i < 10; i++) {
            notes().updateOne(new Document("_id", i), new Document("$set", new Document("a", i)));
        }

        assertThat(notes().find(new Document("a", 7)).first()).isEqualTo(new Document("_id", 7).append("a", 7));
        assertThat(notes().countDocuments(new Document())).isEqualTo(10);
        assertThat(notes().find().batchSize(3).toList()).hasSize(10);
    }

    @Test
    void readPreferencesAreForTheMongosToFollow() {
        store(1);
        session.setMode(Mode.SECONDARY);

        notes().find().first();

        List<RecordedRequest> finds = sent("find");
        assertThat(finds.get(finds.size() - 1).command())
                .hasEntrySatisfying(
                        "$readPreference",
                        preference -> assertThat(String.valueOf(preference)).contains("secondary"));
    }

    @Test
    void aMongosOfItsOwnIsNoService() {
        try (Lab alone = Lab.builder().routers(1).start();
                MongoSessionFactory mistaken =
                        Mooring.dial("mongodb://" + alone.node(0).address() + "/?loadBalanced=true");
                MongoSession other = mistaken.openSession()) {
            assertThatExceptionOfType(MongoConfigurationException.class)
                    .isThrownBy(other::ping)
                    .withMessageStartingWith(alone.node(0).address()
                            + ": Driver attempted to initialize in load balancing mode, but the server does not support"
                            + " this mode.");
        }
    }

    @Test
    void whoDoesNotKnowOfTheLoadBalancerIsServedAllTheSame() {
        String plain = lab.uri().replace("loadBalanced=true", "loadBalanced=false");
        try (MongoSessionFactory unaware = Mooring.dial(plain);
                MongoSession other = unaware.openSession()) {
            assertThat(other.ping()).isPositive();
        }
    }

    @Test
    void aLostConnectionCostsThoseToItsServiceAlone() {
        dialWith("&retryWrites=false");
        store(5);
        connectToBoth();
        failOn(FailCommand.on("insert").times(1).closeConnection().build());

        assertThatExceptionOfType(MongoSocketException.class)
                .isThrownBy(() -> notes().insertOne(new Document("_id", 10)));

        assertThat(clears()).singleElement().satisfies(cleared -> {
            assertThat(cleared.serviceId()).isNotNull();
            assertThat(cleared.address()).isEqualTo(balancer());
            assertThat(cleared.interruptInUseConnections()).isFalse();
        });
        assertThat(factory.statistics().socketsOpen()).as("to the other").isEqualTo(1);
        assertThat(session.liveServers()).as("never in doubt").containsExactly(balancer());
        lab.nodes().forEach(LabNode::clearFailPoint);
        notes().insertOne(new Document("_id", 11));
        assertThat(count(ConnectionReady.class)).as("nothing was opened for it").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {91, 11600})
    void aServiceThatShutsDownCostsItsConnections(int code) {
        dialWith("&retryWrites=false");
        store(5);
        connectToBoth();
        failOn(FailCommand.on("insert").times(1).errorCode(code).build());

        assertThatExceptionOfType(MongoCommandException.class)
                .isThrownBy(() -> notes().insertOne(new Document("_id", 10)));

        assertThat(clears())
                .singleElement()
                .extracting(ConnectionPoolCleared::serviceId)
                .isNotNull();
        assertThat(heard.of(ConnectionClosed.class))
                .extracting(ConnectionClosed::reason)
                .containsExactly(ConnectionClosed.Reason.STALE);
        lab.nodes().forEach(LabNode::clearFailPoint);
        assertThat(notes().countDocuments(new Document())).isEqualTo(5);
    }

    @Test
    void aChangeOfStateThatKeepsConnectionsCostsNone() {
        dialWith("&retryWrites=false");
        store(5);
        failOn(FailCommand.on("insert").times(1).errorCode(10107).build());

        assertThatExceptionOfType(MongoCommandException.class)
                .isThrownBy(() -> notes().insertOne(new Document("_id", 10)));

        assertThat(clears()).isEmpty();
        lab.nodes().forEach(LabNode::clearFailPoint);
    }

    @Test
    void aWriteIsTriedASecondTimeUnderItsNumber() {
        session.ping();
        failOn(FailCommand.on("insert").times(1).closeConnection().build());
        letTheNextOneSucceed();

        notes().insertOne(new Document("_id", 1));

        List<RecordedRequest> inserts = sent("insert");
        assertThat(inserts).hasSize(2);
        assertThat(inserts.get(0).command().get("txnNumber"))
                .isNotNull()
                .isEqualTo(inserts.get(1).command().get("txnNumber"));
        assertThat(notes().countDocuments(new Document())).isEqualTo(1);
    }

    /** The first connection is to the first mongos, and when that breaks the second is to the second one. */
    private void letTheNextOneSucceed() {
        assertThat(lab.node(1).server().requests("ping")).isEmpty();
        lab.node(1).clearFailPoint();
    }

    @Test
    void aReadIsTriedASecondTimeInAMonotonicSessionToo() {
        session.setMode(Mode.MONOTONIC);
        session.ping();
        failOn(FailCommand.on("find").times(1).closeConnection().build());
        letTheNextOneSucceed();

        assertThat(notes().find().first()).isNull();

        assertThat(sent("find")).hasSize(2);
    }

    @Test
    void errorsBeforeAServiceIsKnownSayNothing() {
        dialWith("&appName=unlucky&retryWrites=false");
        failOn(FailCommand.on("hello")
                .times(1)
                .errorCode(11600)
                .appName("unlucky")
                .build());

        assertThatExceptionOfType(MongoConnectException.class)
                .isThrownBy(() -> notes().insertOne(new Document("_id", 1)));

        assertThat(clears()).isEmpty();
        assertThat(heard.of(ConnectionClosed.class))
                .extracting(ConnectionClosed::reason)
                .containsExactly(ConnectionClosed.Reason.ERROR);
        assertThat(heard.of(ConnectionCheckOutFailed.class))
                .extracting(ConnectionCheckOutFailed::reason)
                .containsExactly(ConnectionCheckOutFailed.Reason.CONNECTION_ERROR);
        lab.nodes().forEach(LabNode::clearFailPoint);
        notes().insertOne(new Document("_id", 2));
    }

    @Test
    void anotherApplicationsFailPointIsNotOurs() {
        dialWith("&appName=lucky");
        failOn(FailCommand.on("insert", "hello")
                .closeConnection()
                .appName("unlucky")
                .build());

        notes().insertOne(new Document("_id", 1));

        assertThat(clears()).isEmpty();
        lab.nodes().forEach(LabNode::clearFailPoint);
    }

    @Test
    void aMongosThatIsRestartedIsAnotherService() {
        session.ping();
        for (int i = 0; i < 3; i++) {
            LabNode used = lab.nodes().stream()
                    .filter(node -> node.server().openConnections() > 0)
                    .findFirst()
                    .orElseThrow();

            used.restart();

            assertThat(session.getDatabase("app").getCollection("notes").find().first())
                    .isNull();
        }
        assertThat(clears())
                .hasSize(3)
                .extracting(ConnectionPoolCleared::serviceId)
                .doesNotContainNull()
                .doesNotHaveDuplicates();
    }

    @Test
    void withoutAnyMongosThereIsNoConnection() {
        lab.nodes().forEach(LabNode::stop);

        assertThatExceptionOfType(MongoConnectException.class).isThrownBy(session::ping);

        lab.nodes().forEach(LabNode::start);
        assertThat(session.ping()).as("nothing has to be found out first").isPositive();
        assertThat(clears()).isEmpty();
    }
}
