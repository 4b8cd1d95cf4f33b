package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadPreference;
import com.mongodb.connection.ServerConnectionState;
import com.mongodb.connection.ServerType;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RawClient;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members that step down, crash, stop, freeze and come back. */
@Timeout(300)
class FailoverTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aStepDownMakesAnotherMemberPrimary() {
        try (Lab lab = Lab.start(3)) {
            lab.stepDown(MINUTE);

            assertThat(lab.primary()).get().isNotSameAs(lab.node(0));
            assertThat(DiscoveryTest.hello(lab.node(0)))
                    .containsEntry("isWritablePrimary", false)
                    .containsEntry("secondary", true);
        }
    }

    @Test
    void theHighestPriorityIsElected() {
        try (Lab lab = Lab.builder()
                .members(2)
                .member(MemberOptions.electable().withPriority(5))
                .start()) {
            assertThat(lab.primary()).contains(lab.node(2));

            lab.stepDown(MINUTE);

            assertThat(lab.primary()).contains(lab.node(0));
        }
    }

    @Test
    void anElectionTakesTheTimeThatWasSet() throws Exception {
        try (Lab lab =
                Lab.builder().members(3).electionTime(Duration.ofSeconds(1)).start()) {
            long begin = System.nanoTime();
            lab.stepDown(MINUTE);
            assertThat(lab.primary()).isEmpty();
            assertThatThrownBy(() -> lab.stepDown(MINUTE)).isInstanceOf(CommandFailure.class);

            LabNode next = lab.awaitPrimary(Driver.PATIENCE);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(next).isNotSameAs(lab.node(0));
        }
    }

    @Test
    void aLoneMemberIsElectedAgainWhenItsTimeIsOver() throws Exception {
        try (Lab lab = Lab.start(1)) {
            lab.stepDown(Duration.ofMillis(100));

            assertThat(lab.awaitPrimary(Driver.PATIENCE)).isSameAs(lab.node(0));
        }
    }

    @Test
    void withoutAMajorityThereIsNoPrimary() throws Exception {
        try (Lab lab = Lab.start(3)) {
            lab.node(1).stop();
            assertThat(lab.primary()).contains(lab.node(0));

            lab.node(2).kill();
            assertThat(lab.primary()).isEmpty();

            lab.node(1).start();
            assertThat(lab.awaitPrimary(Driver.PATIENCE).state()).isEqualTo(MemberState.PRIMARY);
        }
    }

    @Test
    void electionsCanBeLeftToTheTest() {
        try (Lab lab = Lab.builder().members(3).manualElections().start()) {
            assertThat(lab.primary()).isEmpty();
            assertThat(DiscoveryTest.hello(lab.node(0))).doesNotContainKey("primary");

            lab.electPrimary(lab.node(1));
            lab.node(1).kill();

            assertThat(lab.primary()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void aKilledMemberResetsItsConnectionsAndRefusesNewOnes() throws Exception {
        try (Lab lab = Lab.start(3);
                RawClient client = new RawClient(lab.node(1).port())) {
            client.send(client.message(0, RawClient.body("{ping: 1, $db: 'admin'}")));
            client.readDocument();

            lab.node(1).kill();

            assertThat(client.read()).isNull();
            assertThatThrownBy(() -> new Socket(
                            InetAddress.getLoopbackAddress(), lab.node(1).port()))
                    .isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> lab.node(1).server())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("down");
            lab.node(1).start();
            assertThat(DiscoveryTest.hello(lab.node(1))).containsEntry("secondary", true);
            assertThatThrownBy(() -> lab.node(1).start()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theDriverFollowsFromMemberToMember() throws Exception {
        try (Lab lab = Lab.start(3);
                Driver driver = new Driver(lab)) {
            driver.collection().insertOne(new Document("_id", 0));

            lab.node(0).kill();
            driver.collection().insertOne(new Document("_id", 1));
            LabNode second = lab.awaitPrimary(Driver.PATIENCE);
            lab.node(0).start();
            second.stop();
            driver.collection().insertOne(new Document("_id", 2));
            second.start();
            lab.rollingRestart();
            driver.collection().insertOne(new Document("_id", 3));

            assertThat(driver.collection().countDocuments()).isEqualTo(4);
        }
    }

    @Test
    void aFrozenPrimaryTakesRequestsAndAnswersAfterTheThaw() throws Exception {
        try (Lab lab = Lab.start(3);
                RawClient old = new RawClient(lab.node(0).port())) {
            old.send(old.message(0, RawClient.body("{ping: 1, $db: 'admin'}")));
            old.readDocument();

            lab.node(0).freeze();

            assertThat(lab.awaitPrimary(Driver.PATIENCE)).isNotSameAs(lab.node(0));
            old.send(old.message(0, RawClient.body("{hello: 1, $db: 'admin'}")));
            try (RawClient late = new RawClient(lab.node(0).port())) {
                late.send(late.message(0, RawClient.body("{ping: 1, $db: 'admin'}")));
                assertThat(old.isSilentFor(Duration.ofMillis(100))).isTrue();
                assertThat(late.isSilentFor(Duration.ofMillis(100))).isTrue();

                lab.node(0).thaw();

                assertThat(late.readDocument()).containsEntry("ok", 1.0);
                assertThat(old.readDocument()).containsEntry("isWritablePrimary", false);
            }
        }
    }

    @Test
    void theDriverNoticesAFrozenPrimary() throws Exception {
        try (Lab lab = Lab.start(3);
                Driver driver =
                        new Driver(lab.uri(), "&connectTimeoutMS=2500&socketTimeoutMS=2500&heartbeatFrequencyMS=500")) {
            driver.collection().insertOne(new Document("_id", 0));
            LabNode frozen = lab.node(0);

            frozen.freeze();

            driver.await(cluster -> cluster.getServerDescriptions().stream()
                    .anyMatch(server -> server.getAddress().getPort() == frozen.port()
                            && server.getState() == ServerConnectionState.CONNECTING));
            driver.awaitPrimary(lab.awaitPrimary(Driver.PATIENCE));
            driver.collection().insertOne(new Document("_id", 1));
            frozen.thaw();
            driver.await(Driver.types(
                    ServerType.REPLICA_SET_PRIMARY,
                    ServerType.REPLICA_SET_SECONDARY,
                    ServerType.REPLICA_SET_SECONDARY));
        }
    }

    @Test
    void closingALabWithAFrozenMemberEndsIt() {
        Lab lab = Lab.start(3);
        lab.node(1).freeze();
        try (RawClient client = new RawClient(lab.node(1).port())) {
            client.send(client.message(0, RawClient.body("{ping: 1, $db: 'admin'}")));

            lab.close();

            assertThat(client.read()).isNull();
        }
    }

    @Test
    void allThreadsEndWithTheLab() throws Exception {
        Lab lab = Lab.builder().members(3).electionTime(Duration.ofMillis(50)).start();
        Map<Thread, StackTraceElement[]> during;
        try (Driver driver = new Driver(lab)) {
            driver.collection().insertOne(new Document("_id", 1));
            lab.stepDown(MINUTE);
            lab.awaitPrimary(Driver.PATIENCE);
            lab.node(1).kill();
            lab.node(2).freeze();
            during = Thread.getAllStackTraces();
            lab.close();
        }
        assertThat(during.keySet()).anyMatch(FailoverTest::isOurs);
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .filter(FailoverTest::isOurs)
                        .filter(during::containsKey)
                        .collect(Collectors.toSet()))
                .isEmpty();
    }

    @Test
    void aWriteThatIsUnderWayIsInterruptedByAStepDown() throws Exception {
        try (Lab lab = Lab.start(3);
                RawClient client = new RawClient(lab.node(0).port())) {
            lab.node(0)
                    .failCommand(
                            FailCommand.on("insert").block(Duration.ofHours(1)).build());
            client.send(client.message(
                    0,
                    RawClient.body("{insert: 'c', documents: [{_id: 1}], lsid: {id: 1}, txnNumber: {$numberLong: '1'}, "
                            + "$db: 'lab'}")));
            assertThat(lab.node(0).server().awaitCommand("insert", 1, Driver.PATIENCE))
                    .isTrue();

            lab.stepDown(MINUTE);

            assertThat(client.readDocument())
                    .containsEntry("code", 11602)
                    .containsEntry("codeName", "InterruptedDueToReplStateChange")
                    .containsKeys("errorLabels", "topologyVersion");
        }
    }

    @Test
    void anIsolatedPrimaryBelievesInItselfUntilItRejoins() throws Exception {
        try (Lab lab = Lab.start(3);
                Driver driver = new Driver(lab);
                RawClient client = new RawClient(lab.node(0).port())) {
            driver.awaitPrimary(lab.node(0));

            lab.node(0).isolate();

            LabNode next = lab.awaitPrimary(Driver.PATIENCE);
            assertThat(next).isNotSameAs(lab.node(0));
            assertThat(DiscoveryTest.hello(lab.node(0)))
                    .containsEntry("isWritablePrimary", true)
                    .containsEntry("primary", lab.node(0).address())
                    .containsEntry("electionId", new ObjectId("7fffffff0000000000000001"));
            driver.awaitPrimary(next);
            driver.collection().insertOne(new Document("_id", 1));
            client.send(client.message(0, RawClient.body("{insert: 'things', documents: [{_id: 2}], $db: 'lab'}")));
            assertThat(client.isSilentFor(Duration.ofMillis(50))).isTrue();

            lab.node(0).rejoin();

            assertThat(client.readDocument()).containsEntry("code", 11602);
            assertThat(DiscoveryTest.hello(lab.node(0)))
                    .containsEntry("secondary", true)
                    .containsEntry("primary", next.address());
            assertThat(driver.collection().countDocuments()).isEqualTo(1);
        }
    }

    @Test
    void anIsolatedSecondaryKnowsOfNoPrimary() {
        try (Lab lab = Lab.start(3)) {
            lab.node(1).isolate();

            assertThat(DiscoveryTest.hello(lab.node(1)))
                    .containsEntry("secondary", true)
                    .doesNotContainKey("primary");
            assertThat(lab.primary()).contains(lab.node(0));
            lab.node(0).kill();
            assertThat(lab.primary()).isEmpty();
            lab.node(1).rejoin();
            assertThat(lab.primary()).isPresent();
        }
    }

    @Test
    void operatorsCommandTheSet() throws Exception {
        try (Lab lab = Lab.start(3);
                Driver driver = new Driver(lab)) {
            Document status = admin(driver, "{replSetGetStatus: 1}");
            assertThat(status).containsEntry("set", "lab").containsEntry("myState", 1);
            assertThat(status.getList("members", Document.class))
                    .extracting("stateStr")
                    .containsExactly("PRIMARY", "SECONDARY", "SECONDARY");
            assertThat(admin(driver, "{replSetGetConfig: 1}").get("config", Document.class))
                    .containsEntry("version", 4);

            admin(driver, "{replSetStepDown: 60}");
            assertThat(lab.primary()).get().isNotSameAs(lab.node(0));
            assertThat(DiscoveryTest.exchange(lab.node(0), "{replSetStepDown: 60, $db: 'admin'}"))
                    .containsEntry("code", 10107);

            LabNode primary = lab.awaitPrimary(Driver.PATIENCE);
            try (RawClient client = new RawClient(primary.port())) {
                client.send(client.message(0, RawClient.body("{shutdown: 1, $db: 'admin'}")));
                // there may be time for a reply
                byte[] rest = client.read();
                assertThat(rest == null ? null : client.read()).isNull();
            }
            driver.collection().insertOne(new Document("_id", 1));
            assertThat(primary.state()).isEqualTo(MemberState.DOWN);
        }
    }

    @Test
    void aPrimaryWithoutHeirStepsDownByForceOnly() {
        try (Lab lab = Lab.builder().members(1).member(MemberOptions.passive()).start()) {
            assertThat(DiscoveryTest.exchange(lab.node(0), "{replSetStepDown: 60, $db: 'admin'}"))
                    .containsEntry("code", 262);

            DiscoveryTest.exchange(lab.node(0), "{replSetStepDown: 60, force: true, $db: 'admin'}");

            assertThat(lab.primary()).isEmpty();
        }
    }

    @Test
    void aRecoveringMemberIsNeitherReadNorElected() {
        try (Lab lab = Lab.start(2)) {
            lab.node(1).recovering(true);

            assertThat(DiscoveryTest.hello(lab.node(1)))
                    .containsEntry("isWritablePrimary", false)
                    .containsEntry("secondary", false);
            assertThatThrownBy(() -> lab.electPrimary(lab.node(1))).hasMessageContaining("RECOVERING");
            lab.node(1).recovering(false);
            assertThat(lab.secondaries()).containsExactly(lab.node(1));
        }
    }

    private static Document admin(Driver driver, String json) {
        return driver.client.getDatabase("admin").runCommand(Document.parse(json), ReadPreference.primary());
    }

    private static boolean isOurs(Thread thread) {
        return thread.getName().startsWith("lab-") || thread.getName().startsWith("embedded-");
    }
}
