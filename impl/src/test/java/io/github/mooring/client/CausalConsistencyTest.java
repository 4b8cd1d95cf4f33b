package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.RecordedRequest;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions whose reads come after what they have seen, wherever they read. */
@Timeout(300)
class CausalConsistencyTest {
    private final Lab lab = Lab.start(1);
    private final LabNode primary = lab.primary().orElseThrow();
    private final MongoSessionFactory factory = Mooring.dial(lab.uri());
    private final MongoSession session = factory.openSession();

    @AfterEach
    void close() {
        factory.close();
        lab.close();
    }

    private static MongoCollection<Document> notes(MongoSession through) {
        return through.getDatabase("app").getCollection("notes");
    }

    private List<RecordedRequest> finds() {
        return primary.server().requests("find");
    }

    private static String readConcern(RecordedRequest request) {
        return String.valueOf(request.command().get("readConcern"));
    }

    @Test
    void aReadComesAfterWhatTheSessionHasWritten() {
        session.setCausalConsistency(true);
        assertThat(session.causalConsistency()).isTrue();
        notes(session).insertOne(new Document("_id", 1));
        notes(session).find().first();
        notes(session).insertOne(new Document("_id", 2));

        assertThat(readConcern(finds().get(0))).contains("afterClusterTime");
        assertThat(readConcern(primary.server().requests("insert").get(1))).contains("afterClusterTime");
        assertThat(finds().get(0).command().get("$clusterTime")).isNotNull();
        assertThat(primary.server().requests("insert").get(0).command().get("readConcern"))
                .isNull();
    }

    @Test
    void theFirstReadOfASessionComesAfterNothing() {
        session.setCausalConsistency(true);
        notes(session).find().first();

        assertThat(readConcern(finds().get(0))).isEqualTo("null");
    }

    @Test
    void whatASessionHasSeenIsSharedAndForgotten() {
        session.setCausalConsistency(true);
        notes(session).insertOne(new Document("_id", 1));
        notes(session.share()).find().first();
        assertThat(readConcern(finds().get(0))).contains("afterClusterTime");

        notes(session.copy()).find().first();
        assertThat(readConcern(finds().get(1))).isEqualTo("null");
        session.refresh();
        notes(session).find().first();
        assertThat(readConcern(finds().get(2))).isEqualTo("null");
    }

    @Test
    void aTransactionComesAfterWhatTheSessionHasSeen() {
        session.setCausalConsistency(true);
        notes(session).insertOne(new Document("_id", 1));
        session.startTransaction();
        notes(session).insertOne(new Document("_id", 2));
        notes(session).insertOne(new Document("_id", 3));
        session.commitTransaction();

        List<RecordedRequest> inserts = primary.server().requests("insert");
        assertThat(readConcern(inserts.get(1))).contains("afterClusterTime");
        assertThat(readConcern(inserts.get(2))).isEqualTo("null");
    }

    @Test
    void unlessItIsSetNothingIsSaidOfTime() {
        notes(session).insertOne(new Document("_id", 1));
        session.setMode(Mode.PRIMARY_PREFERRED);
        notes(session).find().first();

        assertThat(session.causalConsistency()).isFalse();
        assertThat(readConcern(finds().get(0))).isEqualTo("null");
        assertThat(finds().get(0).command().get("$clusterTime")).isNull();
    }
}
