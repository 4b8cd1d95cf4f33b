package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.engines.EngineContract;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.codecs.pojo.annotations.BsonProperty;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Classes of documents: those of the library, and records of the application's. */
@EngineContract
class DocumentTypesTest {
    private final ClientFixture client = ClientFixture.open();

    public enum Colour {
        RED,
        BLUE
    }

    public record Part(String name, int count) {}

    public record Machine(
            @BsonId String key,
            @BsonProperty("label") String name,
            Part main,
            List<Part> parts,
            Map<String, Integer> stock,
            Colour colour,
            Instant built,
            @Nullable String remark) {}

    public record Anonymous(String text) {}

    public record WithId(@BsonId ObjectId id, String text) {}

    public record Checked(int n) {
        public Checked {
            if (n < 0) {
                throw new IllegalStateException("negative: " + n);
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @Test
    void documentsKeepTheirTypes() {
        Document document =
                doc("{_id: 1, i: 1, l: {$numberLong: '2'}, d: 1.5, b: true, n: null, s: 'x', a: [1, [2]], o: {x: {}}}")
                        .append("uuid", UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"))
                        .append("decimal", new Decimal128(42))
                        .append("when", Date.from(Instant.EPOCH));

        client.notes().insertOne(document);

        assertThat(client.notes().find().first()).isEqualTo(document);
    }

    @Test
    void bsonDocumentsGetTheirIdAndComeBack() {
        MongoCollection<BsonDocument> notes = client.notes(BsonDocument.class);
        BsonDocument document = new BsonDocument("a", new BsonInt32(1));

        var id = notes.insertOne(document).insertedId();

        assertThat(document).containsEntry("_id", id);
        assertThat(notes.find().first()).isEqualTo(document);
    }

    @Test
    void rawDocumentsAreStoredWithAnIdInFrontAndComeBackRaw() {
        MongoCollection<RawBsonDocument> notes = client.notes(RawBsonDocument.class);

        var id = notes.insertOne(RawBsonDocument.parse("{a: 1}")).insertedId();
        notes.insertOne(RawBsonDocument.parse("{_id: 'own', a: 2}"));

        RawBsonDocument found = notes.find(doc("{a: 1}")).first();
        assertThat(found).isEqualTo(new BsonDocument("_id", id).append("a", new BsonInt32(1)));
        assertThat(notes.find(doc("{_id: 'own'}")).first()).containsEntry("a", new BsonInt32(2));
    }

    @Test
    void recordsMayNestAndHaveListsMapsEnumsAndTimes() {
        MongoCollection<Machine> machines = client.notes(Machine.class);
        Machine machine = new Machine(
                "m1",
                "lathe",
                new Part("bed", 1),
                List.of(new Part("screw", 12), new Part("belt", 2)),
                Map.of("oil", 3),
                Colour.BLUE,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                null);

        assertThat(machines.insertOne(machine).insertedId()).isEqualTo(new BsonString("m1"));

        assertThat(machines.find(doc("{'parts.name': 'belt'}")).first()).isEqualTo(machine);
        assertThat(client.notes().find().first())
                .containsEntry("_id", "m1")
                .containsEntry("label", "lathe")
                .containsEntry("colour", "BLUE")
                .doesNotContainKey("remark");
    }

    @Test
    void aRecordWithoutAnIdIsGivenOneThatTheResultTells() {
        var id = client.notes(Anonymous.class).insertOne(new Anonymous("hello")).insertedId();

        assertThat(id).isInstanceOf(BsonObjectId.class);
        assertThat(client.notes().find().first())
                .containsEntry("_id", id.asObjectId().getValue())
                .containsEntry("text", "hello");
        assertThat(client.notes(Anonymous.class).find().first()).isEqualTo(new Anonymous("hello"));
    }

    @Test
    void recordsAreReplacedFoundAndCounted() {
        MongoCollection<WithId> notes = client.notes(WithId.class);
        WithId note = new WithId(new ObjectId(), "one");
        notes.insertOne(note);

        WithId changed = new WithId(note.id(), "two");
        assertThat(notes.replaceOne(new Document("_id", note.id()), changed).modifiedCount())
                .isEqualTo(1);
        assertThat(notes.findOneAndReplace(doc("{text: 'two'}"), new WithId(note.id(), "three")))
                .isEqualTo(changed);
        assertThat(notes.findOneAndDelete(doc("{text: 'three'}"))).isEqualTo(new WithId(note.id(), "three"));
        assertThat(notes.countDocuments(new Document())).isZero();
        assertThat(notes.getDocumentClass()).isEqualTo(WithId.class);
    }

    @Test
    void aClassWithoutACodecIsRefusedWhenTheCollectionIsAskedFor() {
        assertThatThrownBy(() -> client.notes(Thread.class))
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageStartingWith("no codec for java.lang.Thread: ")
                .hasMessageEndingWith("; use Document, BsonDocument, or a record whose components have codecs");
    }

    @Test
    void whatAConstructorOfTheApplicationsRefusesIsNamed() {
        client.notes().insertOne(doc("{_id: 1, n: -3}"));

        assertThatThrownBy(() -> client.notes(Checked.class).find().first())
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageStartingWith("a document in the reply to find on app from " + client.server.address()
                        + " does not fit the class that was asked for: ");
        client.assertStillWorks();
    }

    @Test
    void aMissingFieldOfAPrimitiveTypeIsNamed() {
        client.notes().insertOne(doc("{_id: 1}"));

        assertThatThrownBy(() -> client.notes(Checked.class).find().first())
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageContaining("does not fit the class that was asked for");
        client.assertStillWorks();
    }
}
