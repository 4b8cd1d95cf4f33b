package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.InsertOneResult;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first steps of a newcomer, against the embedded server. */
class MooringTest {
    private static EmbeddedServer server;

    /** A class of the application's own. */
    public record Note(ObjectId id, String text, List<String> tags) {}

    @BeforeAll
    static void startServer() {
        server = EmbeddedServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void aDocumentThatWasStoredIsFound() {
        try (MongoSessionFactory factory = Mooring.dial(server.uri());
                MongoSession session = factory.openSession()) {
            MongoCollection<Document> notes = session.getDatabase("app").getCollection("notes");
            Document note = new Document("text", "hello");

            InsertOneResult result = notes.insertOne(note);

            assertThat(result.insertedId().asObjectId().getValue()).isEqualTo(note.getObjectId("_id"));
            assertThat(notes.find(new Document("_id", note.getObjectId("_id"))).first())
                    .isEqualTo(note);
        }
    }

    @Test
    void aRecordComesBackAsItWas() {
        try (MongoSessionFactory factory = Mooring.dial(server.uri());
                MongoSession session = factory.openSession()) {
            MongoCollection<Note> notes = session.getDatabase().getCollection("records", Note.class);
            Note note = new Note(new ObjectId(), "hello", List.of("a", "b"));

            notes.insertOne(note);

            assertThat(notes.find().first()).isEqualTo(note);
            assertThat(session.getDatabase().runCommand(new BsonDocument("ping", new org.bson.BsonInt32(1))))
                    .containsKey("ok");
        }
    }
}
