package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.ReadPreference;
import com.mongodb.connection.ClusterType;
import com.mongodb.connection.ServerType;
import io.github.mooring.testkit.server.RawClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that are no members of a set. */
@Timeout(300)
class RoutersTest {
    private static final String INSERT = "insert: 'things', $db: 'lab', documents: [{_id: 1}], startTransaction: true";
    private static final String COMMIT = "commitTransaction: 1, $db: 'admin'";
    private static final String TOKEN = ", recoveryToken: {recoveryShardId: 'lab'}";

    @Test
    void theDriverUsesSeveralMongos() throws Exception {
        try (Lab lab = Lab.builder().routers(2).start();
                Driver driver = new Driver(lab)) {
            driver.await(Driver.types(ServerType.SHARD_ROUTER, ServerType.SHARD_ROUTER));
            driver.collection().insertOne(new Document("_id", 1));
            for (int i = 0; i < 50; i++) {
                driver.collection()
                        .withReadPreference(ReadPreference.secondary())
                        .find()
                        .first();
            }

            assertThat(driver.client.getClusterDescription().getType()).isEqualTo(ClusterType.SHARDED);
            assertThat(lab.nodes())
                    .allSatisfy(node ->
                            assertThat(node.server().commandCount("find")).isPositive());
            lab.node(0).kill();
            driver.collection().insertOne(new Document("_id", 2));
        }
    }

    @Test
    void aMongosKnowsNoSet() {
        try (Lab lab = Lab.builder().routers(1).start()) {
            assertThat(DiscoveryTest.hello(lab.node(0)))
                    .containsEntry("msg", "isdbgrid")
                    .containsEntry("isWritablePrimary", true)
                    .containsKey("topologyVersion")
                    .doesNotContainKeys("setName", "hosts", "serviceId");
            assertThat(DiscoveryTest.exchange(lab.node(0), "{replSetGetStatus: 1, $db: 'admin'}"))
                    .containsEntry("code", 59);
        }
    }

    private static Document inTransaction(LabNode mongos, long number, String command) {
        return DiscoveryTest.exchange(
                mongos,
                "{" + command + ", lsid: {id: 'one'}, txnNumber: {$numberLong: '" + number + "'}, autocommit: false}");
    }

    @Test
    void whatTheShardRefusesToBeginDoesNotEndWhatGoesOn() {
        try (Lab lab = Lab.builder().routers(1).start()) {
            assertThat(inTransaction(lab.node(0), 2, INSERT)).containsEntry("ok", 1.0);
            assertThat(inTransaction(lab.node(0), 1, INSERT)).containsEntry("codeName", "TransactionTooOld");

            assertThat(inTransaction(lab.node(0), 2, "find: 'things', $db: 'lab'"))
                    .containsEntry("ok", 1.0);
            assertThat(inTransaction(lab.node(0), 2, COMMIT)).containsEntry("ok", 1.0);
        }
    }

    @Test
    void aFirstCommandThatFailsInATransactionHasBegunItAllTheSame() {
        try (Lab lab = Lab.builder().routers(1).start()) {
            assertThat(inTransaction(lab.node(0), 1, "count: 'things', $db: 'lab', startTransaction: true"))
                    .containsEntry("code", 263);

            assertThat(inTransaction(lab.node(0), 1, "find: 'things', $db: 'lab'"))
                    .containsEntry("ok", 1.0);
        }
    }

    @Test
    void anotherMongosSaysWhatBecameOfATransactionOnlyForItsRecoveryToken() {
        try (Lab lab = Lab.builder().routers(2).start()) {
            assertThat(inTransaction(lab.node(0), 1, INSERT))
                    .containsEntry("recoveryToken", new Document("recoveryShardId", "lab"));
            assertThat(inTransaction(lab.node(1), 1, "find: 'things', $db: 'lab'"))
                    .containsEntry("code", 251);
            assertThat(inTransaction(lab.node(1), 1, COMMIT)).containsEntry("code", 50940);
            assertThat(inTransaction(lab.node(0), 1, COMMIT)).containsEntry("ok", 1.0);
            assertThat(inTransaction(lab.node(1), 1, COMMIT + TOKEN)).containsEntry("ok", 1.0);
        }
    }

    @Test
    void anotherMongosEndsATransactionThatNobodyHasCommitted() {
        try (Lab lab = Lab.builder().routers(2).start()) {
            assertThat(inTransaction(lab.node(0), 1, INSERT)).containsEntry("ok", 1.0);
            assertThat(inTransaction(lab.node(1), 1, COMMIT + TOKEN))
                    .containsEntry("code", 251)
                    .containsEntry("errorLabels", List.of("TransientTransactionError"));
            assertThat(lab.openTransactions()).isZero();
            assertThat(inTransaction(lab.node(0), 1, COMMIT)).containsEntry("code", 251);
        }
    }

    @Test
    void whatWasOnlyReadCannotBeRecovered() {
        try (Lab lab = Lab.builder().routers(2).start()) {
            assertThat(inTransaction(lab.node(0), 1, "find: 'things', $db: 'lab', startTransaction: true"))
                    .containsEntry("recoveryToken", new Document());
            assertThat(inTransaction(lab.node(1), 1, COMMIT + ", recoveryToken: {}"))
                    .containsEntry("code", 251);
        }
    }

    @Test
    void theDriverWorksThroughALoadBalancer() throws Exception {
        try (Lab lab = Lab.builder().routers(2).balanced().start();
                Driver driver = new Driver(lab)) {
            for (int i = 0; i < 250; i++) {
                driver.collection().insertOne(new Document("_id", i));
            }
            int seen = 0;
            for (Document document : driver.collection().find().batchSize(20)) {
                assertThat(document).containsKey("_id");
                seen++;
            }

            assertThat(seen).isEqualTo(250);
            assertThat(driver.client.getClusterDescription().getType()).isEqualTo(ClusterType.LOAD_BALANCED);
        }
    }

    @Test
    void aLoadBalancerSpreadsConnectionsAndEachMongosSaysWhichItIs() {
        try (Lab lab = Lab.builder().routers(2).balanced().start()) {
            int port = Integer.parseInt(lab.uri().replaceAll(".*:(\\d+)/.*", "$1"));
            Set<ObjectId> services = new TreeSet<>();
            for (int i = 0; i < 4; i++) {
                services.add(hello(port, ", loadBalanced: true").getObjectId("serviceId"));
            }

            assertThat(services).hasSize(2);
            assertThat(hello(port, "")).doesNotContainKey("serviceId");
            lab.node(0).stop();
            assertThat(hello(port, ", loadBalanced: true").getObjectId("serviceId"))
                    .isIn(services);
        }
    }

    @Test
    void aStandaloneServerStreamsAndHasNoRetryableWrites() throws Exception {
        try (Lab lab = Lab.builder().standalone().start();
                Driver driver = new Driver(lab)) {
            driver.collection().insertOne(new Document("_id", 1));

            driver.await(Driver.types(ServerType.STANDALONE));
            assertThatThrownBy(() -> driver.client
                            .getDatabase("lab")
                            .runCommand(Document.parse(
                                    "{insert: 'things', documents: [{}], txnNumber: {$numberLong: '1'}}")))
                    .isInstanceOf(MongoException.class)
                    .hasMessageContaining("Transaction numbers");
        }
    }

    @Test
    void onlyMongosStandBehindALoadBalancer() {
        assertThatThrownBy(() -> Lab.builder().members(2).balanced().start()).isInstanceOf(IllegalStateException.class);
    }

    private static Document hello(int port, String more) {
        try (RawClient client = new RawClient(port)) {
            client.send(client.message(0, RawClient.body("{hello: 1" + more + ", $db: 'admin'}")));
            return client.readDocument();
        }
    }
}
