package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static io.github.mooring.client.ClientFixture.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.CountOptions;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.scripted.Script;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** find, count, distinct and aggregate: which documents, in which order and shape. */
@EngineContract
class QueryOperationsTest {
    private final ClientFixture client = ClientFixture.open();

    @BeforeEach
    void store() {
        client.notes()
                .insertMany(List.of(
                        doc("{_id: 1, n: 3, tag: 'a'}"),
                        doc("{_id: 2, n: 1, tag: 'b'}"),
                        doc("{_id: 3, n: 2, tag: 'a'}"),
                        doc("{_id: 4, n: 4}")));
        client.server.forgetRequests();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @Test
    void findSortsSkipsLimitsAndProjects() {
        var found = client.notes()
                .find()
                .filter(doc("{n: {$gte: 1}}"))
                .sort(doc("{n: 1}"))
                .skip(1)
                .limit(2)
                .projection(doc("{tag: 1}"))
                .toList();

        assertThat(found).containsExactly(doc("{_id: 3, tag: 'a'}"), doc("{_id: 1, tag: 'a'}"));
    }

    @Test
    void optionsOfFindReachTheWire() {
        client.notes()
                .find(doc("{tag: 'a'}"))
                .hint(doc("{_id: 1}"))
                .comment("why")
                .maxTime(Duration.ofMillis(41_500))
                .allowDiskUse(true)
                .toList();

        assertThat(client.sent("find").toJson())
                .contains(
                        "\"hint\": {\"_id\": 1}",
                        "\"comment\": \"why\"",
                        "\"maxTimeMS\": 41500",
                        "\"allowDiskUse\": true");
    }

    @Test
    void aQuestionIsNotChangedByItsVariants() {
        var all = client.notes().find();
        var some = all.limit(1);

        assertThat(all.toList()).hasSize(4);
        assertThat(some.toList()).hasSize(1);
        assertThat(all).hasToString("find on app.notes");
    }

    @Test
    void countsAreExactAndKeepToSkipAndLimit() {
        assertThat(client.notes().countDocuments(doc("{}"))).isEqualTo(4);
        assertThat(client.notes().countDocuments(doc("{tag: 'a'}"))).isEqualTo(2);
        assertThat(client.notes().countDocuments(doc("{tag: 'none'}"))).isZero();
        assertThat(client.notes()
                        .countDocuments(doc("{}"), CountOptions.DEFAULTS.skip(1).limit(2)))
                .isEqualTo(2);
        assertThat(client.notes().countDocuments(doc("{}"), CountOptions.DEFAULTS.skip(9)))
                .isZero();
        assertThat(client.notes().countDocuments(BsonDocument.parse("{n: {$lt: 3}}")))
                .isEqualTo(2);
        assertThat(client.notes().estimatedDocumentCount()).isEqualTo(4);
        assertThat(client.session.getDatabase().getCollection("none").estimatedDocumentCount())
                .isZero();
    }

    @Test
    void optionsOfCountReachTheWire() {
        client.notes()
                .countDocuments(
                        doc("{}"),
                        CountOptions.DEFAULTS
                                .hint(doc("{_id: 1}"))
                                .comment("why")
                                .maxTime(Duration.ofSeconds(41)));

        assertThat(client.sent("aggregate").toJson())
                .contains("\"hint\": {\"_id\": 1}", "\"comment\": \"why\"", "\"maxTimeMS\": 41000");
    }

    @Test
    void aCountThatIsMissingInTheReplyIsNotZero() throws Exception {
        try (BrokenClient broken = BrokenClient.dial(
                "",
                Script.handshake()
                        .expect("aggregate")
                        .reply("{ok: 1, cursor: {id: 0, ns: 'app.notes', firstBatch: [{_id: 1}]}}")
                        .expectEnd(),
                Script.handshake().expect("count").reply("{ok: 1}").expectEnd())) {
            assertThatThrownBy(() -> broken.notes().countDocuments(doc("{}")))
                    .isInstanceOf(MongoProtocolException.class)
                    .hasMessageContaining("cursor.firstBatch.0.n");
            assertThatThrownBy(() -> broken.notes().estimatedDocumentCount())
                    .isInstanceOf(MongoProtocolException.class)
                    .hasMessageContaining("gave a reply to count on app that makes no sense")
                    .hasMessageContaining("'n'");
            broken.assertDone();
        }
    }

    @Test
    void distinctGivesEachValueOnce() {
        assertThat(client.notes().distinct("tag", doc("{}"), String.class)).containsExactlyInAnyOrder("a", "b");
        assertThat(client.notes().distinct("n", doc("{tag: 'a'}"), Integer.class))
                .containsExactlyInAnyOrder(3, 2);
        assertThat(client.notes().distinct("n", doc("{_id: 2}"), BsonValue.class))
                .hasSize(1);
        assertThatThrownBy(() -> client.notes().distinct("tag", doc("{}"), Integer.class))
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageStartingWith("a document in the reply to distinct on app from " + client.server.address()
                        + " does not fit the class that was asked for: ");
        client.assertStillWorks();
    }

    @Test
    void anAggregationComputesAndMayGiveAnotherClass() {
        var sums = client.notes()
                .aggregate(
                        List.of(
                                doc("{$match: {tag: {$exists: true}}}"),
                                doc("{$group: {_id: '$tag', sum: {$sum: '$n'}}}"),
                                doc("{$sort: {_id: 1}}")),
                        BsonDocument.class)
                .toList();

        assertThat(sums)
                .containsExactly(BsonDocument.parse("{_id: 'a', sum: 5}"), BsonDocument.parse("{_id: 'b', sum: 1}"));
    }

    @Test
    void anAggregationThatStoresIsCarriedOutWhenItIsAsked() {
        var copy = client.notes()
                .aggregate(List.of(doc("{$match: {tag: 'a'}}"), doc("{$out: 'copy'}")))
                .batchSize(1);
        assertThat(client.server.commandCount("aggregate")).isZero();

        assertThat(copy.toList()).isEmpty();

        assertThat(ids(client.session
                        .getDatabase()
                        .getCollection("copy")
                        .find()
                        .sort(doc("{_id: 1}"))
                        .toList()))
                .containsExactly(1, 3);
        assertThat(client.sent("aggregate")).containsEntry("cursor", new BsonDocument());
    }

    @Test
    void anAggregationWhoseStoringStageIsNotTheLastIsTheServersToRefuse() {
        assertThatThrownBy(() -> client.notes()
                        .aggregate(List.of(doc("{$out: 'copy'}"), doc("{$match: {}}")))
                        .toList())
                .hasMessageStartingWith("aggregate on app failed at " + client.server.address());
        client.assertStillWorks();
    }

    @Test
    void optionsOfAggregateReachTheWire() {
        client.notes()
                .aggregate(List.of(doc("{$match: {}}")))
                .hint(doc("{_id: 1}"))
                .comment("why")
                .maxTime(Duration.ofMillis(40_007))
                .allowDiskUse(false)
                .toList();

        assertThat(client.sent("aggregate").toJson())
                .contains(
                        "\"hint\": {\"_id\": 1}",
                        "\"comment\": \"why\"",
                        "\"maxTimeMS\": 40007",
                        "\"allowDiskUse\": false");
    }

    @Test
    void aFilterMayBeOfAnyBsonClass() {
        Document byTag = doc("{tag: 'b'}");

        assertThat(client.notes().find(byTag).first()).containsEntry("_id", 2);
        assertThat(client.notes().find(byTag.toBsonDocument()).first()).containsEntry("_id", 2);
        assertThat(client.notes().find(new JsonObject("{tag: 'b'}")).first()).containsEntry("_id", 2);
    }
}
