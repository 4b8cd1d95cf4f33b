package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static io.github.mooring.client.ClientFixture.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.UpdateResult;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.engines.EngineContract;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes that the server does not answer: they land, and the connection is free at once. */
@EngineContract
class UnacknowledgedWritesTest {
    private final ClientFixture client = ClientFixture.open("maxPoolSize=1&w=0");

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    private void requireOneConnection() {
        assertThat(client.factory.statistics().socketsOpened()).isEqualTo(1);
        assertThat(client.server.failedConnections()).isZero();
    }

    @Test
    void allOfThemLandInOrderOnOneConnection() {
        assertThat(client.notes().insertOne(doc("{_id: 100}")).acknowledged()).isFalse();
        assertThat(client.notes().insertMany(numbered(0, 50)).acknowledged()).isFalse();
        assertThat(client.notes().updateMany(doc("{_id: {$lt: 10}}"), doc("{$set: {a: 1}}")))
                .isEqualTo(new UpdateResult(false, 0, 0, null));
        assertThat(client.notes().replaceOne(doc("{_id: 20}"), doc("{b: 1}")).acknowledged())
                .isFalse();
        assertThat(client.notes().deleteMany(doc("{_id: {$gte: 40}}")).deletedCount())
                .isZero();

        assertThat(client.notes().countDocuments(new Document())).isEqualTo(40);
        assertThat(client.notes().countDocuments(doc("{a: 1}"))).isEqualTo(10);
        assertThat(client.notes().find(doc("{_id: 20}")).first()).isEqualTo(doc("{_id: 20, b: 1}"));
        assertThat(client.server.requests("insert")).allMatch(request -> (request.flags() & 2) != 0);
        requireOneConnection();
    }

    @Test
    void errorsOfTheServerGoUnnoticed() {
        client.notes().insertOne(doc("{_id: 1}"));
        client.notes().insertOne(doc("{_id: 1}"));

        assertThat(client.notes().countDocuments(new Document())).isEqualTo(1);
        requireOneConnection();
    }

    @Test
    void errorsOnThisSideDoNot() {
        assertThatThrownBy(() -> client.notes().insertOne(new Document("a\0b", 1)))
                .isInstanceOf(MongoDocumentException.class);
        client.assertStillWorks();
    }

    @Test
    void whatHasAResultIsAnsweredAllTheSame() {
        client.notes().insertOne(doc("{_id: 1, n: 1}"));

        assertThat(client.notes().findOneAndUpdate(doc("{_id: 1}"), doc("{$inc: {n: 1}}")))
                .containsEntry("n", 1);
        client.notes().drop();
        assertThat(client.session.getDatabase().listCollectionNames()).isEmpty();
        requireOneConnection();
    }

    @Test
    void theConcernOfTheMomentCounts() {
        client.session.setWriteConcern(WriteConcern.W1);

        assertThat(client.notes().insertOne(doc("{_id: 1}")).acknowledged()).isTrue();
    }
}
