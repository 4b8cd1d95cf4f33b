package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.ServerType;
import io.github.mooring.testkit.server.FailCommand;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fail points on members of a set, as clients and tests set them. */
@Timeout(300)
class FailCommandTest {
    private final Lab lab = Lab.start(3);
    private final Driver driver = new Driver(lab);

    @AfterEach
    void close() {
        driver.close();
        lab.close();
    }

    @Test
    void aFailPointIsSetOnOneMember() {
        configure(lab.node(1), "{times: 1}", "failCommands: ['ping'], errorCode: 91");

        assertThat(DiscoveryTest.exchange(lab.node(0), "{ping: 1, $db: 'admin'}"))
                .containsEntry("ok", 1.0);
        assertThat(DiscoveryTest.exchange(lab.node(1), "{ping: 1, $db: 'admin'}"))
                .containsEntry("code", 91)
                .containsKey("topologyVersion");
        assertThat(DiscoveryTest.exchange(lab.node(1), "{ping: 1, $db: 'admin'}"))
                .containsEntry("ok", 1.0);
    }

    @Test
    void aWriteConcernsErrorSaysHowNewItIsLikeAnyOther() {
        configure(
                lab.node(0),
                "{times: 1}",
                "failCommands: ['insert'], writeConcernError: {code: 91, errmsg: 'going down'}");

        assertThat(DiscoveryTest.exchange(lab.node(0), "{insert: 'things', documents: [{_id: 1}], $db: 'lab'}"))
                .containsEntry("ok", 1.0)
                .containsKeys("writeConcernError", "topologyVersion");
    }

    @Test
    void theDriverRetriesARetryableErrorOnce() {
        configure(lab.node(0), "{times: 1}", "failCommands: ['insert'], errorCode: 91");

        driver.collection().insertOne(new Document("_id", 1));

        assertThat(lab.node(0).server().commandCount("insert")).isEqualTo(2);
        assertThat(driver.collection().countDocuments()).isEqualTo(1);
    }

    @Test
    void theDriverRetriesAfterAClosedConnection() {
        configure(lab.node(0), "{times: 1}", "failCommands: ['insert'], closeConnection: true");

        driver.collection().insertOne(new Document("_id", 1));

        assertThat(driver.collection().countDocuments()).isEqualTo(1);
    }

    @Test
    void labelsOfTheFaultReplaceThoseOfTheServer() {
        configure(lab.node(0), "{times: 1}", "failCommands: ['insert'], errorCode: 91, errorLabels: []");

        MongoException failure = catchThrowableOfType(
                MongoException.class, () -> driver.collection().insertOne(new Document("_id", 1)));

        assertThat(failure.getCode()).isEqualTo(91);
        assertThat(failure.hasErrorLabel("RetryableWriteError")).isFalse();
        assertThat(lab.node(0).server().commandCount("insert")).isEqualTo(1);
    }

    @Test
    void aRetryableWriteConcernErrorIsLabelled() {
        configure(
                lab.node(0),
                "{times: 1}",
                "failCommands: ['insert'], writeConcernError: {code: 91, codeName: 'ShutdownInProgress', errmsg: 'x'}");
        String insert =
                "{insert: 'c', documents: [{_id: 1}], lsid: {id: 1}, txnNumber: {$numberLong: '1'}, $db: 'lab'}";

        Document first = DiscoveryTest.exchange(lab.node(0), insert);
        Document second = DiscoveryTest.exchange(lab.node(0), insert);

        assertThat(first)
                .containsEntry("ok", 1.0)
                .containsEntry("errorLabels", List.of("RetryableWriteError"))
                .containsKey("writeConcernError");
        assertThat(second).containsEntry("n", 1).doesNotContainKey("writeConcernError");
    }

    @Test
    void aFailingHelloMakesAMemberUnknownToTheNamedApplicationAlone() throws Exception {
        driver.await(Driver.types(
                ServerType.REPLICA_SET_PRIMARY, ServerType.REPLICA_SET_SECONDARY, ServerType.REPLICA_SET_SECONDARY));
        lab.node(1)
                .failCommand(FailCommand.on("hello", "isMaster", "ismaster")
                        .errorCode(91)
                        .appName("victim")
                        .build());

        try (Driver victim = new Driver(lab.uri(), "&appName=victim&heartbeatFrequencyMS=500")) {
            victim.await(
                    Driver.types(ServerType.REPLICA_SET_PRIMARY, ServerType.UNKNOWN, ServerType.REPLICA_SET_SECONDARY));

            lab.node(1).clearFailPoint();

            victim.await(Driver.types(
                    ServerType.REPLICA_SET_PRIMARY,
                    ServerType.REPLICA_SET_SECONDARY,
                    ServerType.REPLICA_SET_SECONDARY));
        }
        assertThat(Driver.types(
                                ServerType.REPLICA_SET_PRIMARY,
                                ServerType.REPLICA_SET_SECONDARY,
                                ServerType.REPLICA_SET_SECONDARY)
                        .test(driver.client.getClusterDescription()))
                .isTrue();
    }

    private static void configure(LabNode node, String mode, String data) {
        try (MongoClient direct = MongoClients.create(node.directUri())) {
            direct.getDatabase("admin")
                    .runCommand(Document.parse(
                            "{configureFailPoint: 'failCommand', mode: " + mode + ", data: {" + data + "}}"));
        }
    }
}
