package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ReadPreference;
import com.mongodb.Tag;
import com.mongodb.TagSet;
import com.mongodb.connection.ServerDescription;
import com.mongodb.connection.ServerType;
import io.github.mooring.testkit.server.RawClient;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients learn about the set, and what each member does for them. */
@Timeout(300)
class DiscoveryTest {
    @Test
    void theDriverFindsAllMembersFromOneSeed() throws Exception {
        try (Lab lab = Lab.start(3);
                Driver driver = new Driver("mongodb://" + lab.node(2).address() + "/?replicaSet=lab", "")) {
            driver.await(Driver.types(
                    ServerType.REPLICA_SET_PRIMARY,
                    ServerType.REPLICA_SET_SECONDARY,
                    ServerType.REPLICA_SET_SECONDARY));

            driver.collection().insertOne(new Document("_id", 1));
            assertThat(driver.collection()
                            .withReadPreference(ReadPreference.secondary())
                            .countDocuments())
                    .isEqualTo(1);
            assertThat(lab.node(0).server().commandCount("insert")).isEqualTo(1);
        }
    }

    @Test
    void arbitersAndPassiveMembersAreKnownAndHiddenOnesAreNot() throws Exception {
        try (Lab lab = Lab.builder()
                        .members(1)
                        .member(MemberOptions.passive())
                        .member(MemberOptions.voter())
                        .member(MemberOptions.unseen())
                        .start();
                Driver driver = new Driver(lab)) {
            driver.await(Driver.types(
                    ServerType.REPLICA_SET_PRIMARY, ServerType.REPLICA_SET_SECONDARY, ServerType.REPLICA_SET_ARBITER));

            assertThat(hello(lab.node(3)))
                    .containsEntry("hidden", true)
                    .containsEntry("passive", true)
                    .containsEntry("secondary", true);
            assertThat(hello(lab.node(2))).containsEntry("arbiterOnly", true).doesNotContainKey("lastWrite");
            assertThat(exchange(lab.node(2), "{find: 'things', $db: 'lab', $readPreference: {mode: 'secondary'}}"))
                    .containsEntry("code", 13436);
        }
    }

    @Test
    void aMemberSaysOfItselfWhatItIsTold() throws Exception {
        try (Lab lab = Lab.start(2)) {
            lab.node(1).lie("{setName: 5, extra: 'x'}", "hosts");

            assertThat(hello(lab.node(1)))
                    .containsEntry("setName", 5)
                    .containsEntry("extra", "x")
                    .doesNotContainKey("hosts");
            assertThat(hello(lab.node(0))).containsEntry("setName", "lab");

            lab.node(1).tellTheTruth();
            assertThat(hello(lab.node(1))).containsEntry("setName", "lab").containsKey("hosts");
        }
    }

    @Test
    void readsByTagGoToTheMemberThatHasIt() {
        try (Lab lab = Lab.builder()
                        .members(2)
                        .member(MemberOptions.electable().withTag("dc", "east").withTag("disk", "ssd"))
                        .start();
                Driver driver = new Driver(lab)) {
            driver.collection().insertOne(new Document("_id", 1));
            TagSet east = new TagSet(new Tag("dc", "east"));

            for (int i = 0; i < 5; i++) {
                assertThat(driver.collection()
                                .withReadPreference(ReadPreference.secondary(east))
                                .find()
                                .first())
                        .isEqualTo(new Document("_id", 1));
            }

            assertThat(lab.node(2).server().commandCount("find")).isEqualTo(5);
        }
    }

    @Test
    void helloSaysEverythingAboutAPrimary() {
        try (Lab lab = Lab.builder()
                .name("rs7")
                .member(MemberOptions.electable().withTag("dc", "east"))
                .members(2)
                .start()) {
            Document hello = hello(lab.node(0));

            assertThat(hello)
                    .containsEntry("isWritablePrimary", true)
                    .containsEntry("secondary", false)
                    .containsEntry("setName", "rs7")
                    .containsEntry("setVersion", 4)
                    .containsEntry(
                            "hosts", lab.nodes().stream().map(LabNode::address).toList())
                    .containsEntry("primary", lab.node(0).address())
                    .containsEntry("me", lab.node(0).address())
                    .containsEntry("tags", new Document("dc", "east"))
                    .containsEntry("electionId", new ObjectId("7fffffff0000000000000001"))
                    .containsEntry("logicalSessionTimeoutMinutes", 30)
                    .containsEntry("helloOk", true)
                    .containsKeys("topologyVersion", "lastWrite", "$clusterTime", "operationTime", "localTime");
            assertThat(hello(lab.node(1)))
                    .containsEntry("isWritablePrimary", false)
                    .containsEntry("secondary", true)
                    .containsEntry("primary", lab.node(0).address())
                    .doesNotContainKeys("electionId", "tags");
        }
    }

    @Test
    void aLaggingMemberSaysWhenItLastWrote() throws Exception {
        try (Lab lab = Lab.start(2);
                Driver driver = new Driver(lab)) {
            lab.node(1).replicationLag(Duration.ofMinutes(10));
            Document lastWrite = hello(lab.node(1)).get("lastWrite", Document.class);
            Document current = hello(lab.node(0)).get("lastWrite", Document.class);

            Duration behind = Duration.between(
                    lastWrite.get("lastWriteDate", Date.class).toInstant(),
                    current.get("lastWriteDate", Date.class).toInstant());

            assertThat(behind).isBetween(Duration.ofMinutes(10), Duration.ofMinutes(11));
            driver.await(Driver.types(ServerType.REPLICA_SET_PRIMARY, ServerType.REPLICA_SET_SECONDARY));
        }
    }

    @Test
    void aSecondaryRefusesWritesAndReadsThatWereMeantForAPrimary() {
        try (Lab lab = Lab.start(2)) {
            Document write = exchange(
                    lab.node(1),
                    "{insert: 'things', documents: [{_id: 1}], lsid: {id: 1}, txnNumber: {$numberLong: '1'}, $db: 'lab'}");
            Document read = exchange(lab.node(1), "{find: 'things', $db: 'lab'}");

            assertThat(write)
                    .containsEntry("ok", 0.0)
                    .containsEntry("code", 10107)
                    .containsEntry("codeName", "NotWritablePrimary")
                    .containsEntry("errorLabels", List.of("RetryableWriteError"))
                    .containsKey("topologyVersion");
            assertThat(read).containsEntry("code", 13435).doesNotContainKey("errorLabels");
            assertThat(exchange(lab.node(1), "{find: 'things', $db: 'lab', $readPreference: {mode: 'nearest'}}"))
                    .containsEntry("ok", 1.0);
        }
    }

    @Test
    void oldServersKnowNeitherLabelsNorTopologyVersions() {
        try (Lab lab = Lab.builder().members(2).wireVersions(0, 8).start()) {
            Document write = exchange(
                    lab.node(1),
                    "{insert: 'things', documents: [{_id: 1}], lsid: {id: 1}, txnNumber: {$numberLong: '1'}, $db: 'lab'}");

            assertThat(write).containsEntry("code", 10107).doesNotContainKeys("errorLabels", "topologyVersion");
            assertThat(hello(lab.node(0))).doesNotContainKey("topologyVersion").containsEntry("maxWireVersion", 8);
        }
    }

    @Test
    void aCursorIsReadOnWhereItWasOpened() {
        try (Lab lab = Lab.start(2);
                Driver driver = new Driver(lab)) {
            for (int i = 0; i < 10; i++) {
                driver.collection().insertOne(new Document("_id", i));
            }
            String find = "{find: 'things', batchSize: 2, $db: 'lab', $readPreference: {mode: 'nearest'}}";
            Document cursor = exchange(lab.node(1), find).get("cursor", Document.class);
            String more = "{getMore: {$numberLong: '" + cursor.get("id") + "'}, collection: 'things', $db: 'lab'}";

            assertThat(exchange(lab.node(0), more)).containsEntry("code", 43);
            assertThat(exchange(lab.node(1), more)).containsEntry("ok", 1.0);
            lab.node(1).restart();
            assertThat(exchange(lab.node(1), more)).containsEntry("code", 43);
        }
    }

    @Test
    void membersJoinAndLeave() throws Exception {
        try (Lab lab = Lab.start(2);
                Driver driver = new Driver(lab)) {
            LabNode third = lab.add(MemberOptions.electable());
            driver.await(cluster -> cluster.getServerDescriptions().size() == 3
                    && cluster.getServerDescriptions().stream().allMatch(ServerDescription::isOk));

            lab.remove(lab.node(1));

            driver.await(cluster -> cluster.getServerDescriptions().size() == 2);
            assertThat(lab.nodes()).contains(third).hasSize(2);
        }
    }

    @Test
    void aRemovedMemberSaysThatItBelongsToNoSet() {
        try (Lab lab = Lab.start(2)) {
            LabNode removed = lab.node(1);
            lab.remove(removed);

            assertThat(hello(removed)).containsEntry("isreplicaset", true).doesNotContainKey("setName");
            assertThat(removed.state()).isEqualTo(MemberState.REMOVED);
        }
    }

    @Test
    void refusesConfigurationsThatMakeNoSense() {
        assertThatThrownBy(() -> Lab.builder().start()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> MemberOptions.voter().withPriority(1)).isInstanceOf(IllegalArgumentException.class);
        try (Lab lab = Lab.builder().members(1).member(MemberOptions.passive()).start()) {
            assertThatThrownBy(() -> lab.electPrimary(lab.node(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("priority 0");
        }
    }

    static Document hello(LabNode node) {
        return exchange(node, "{hello: 1, helloOk: true, $db: 'admin'}");
    }

    static Document exchange(LabNode node, String json) {
        try (RawClient client = new RawClient(node.port())) {
            client.send(client.message(0, RawClient.body(json)));
            return client.readDocument();
        }
    }
}
