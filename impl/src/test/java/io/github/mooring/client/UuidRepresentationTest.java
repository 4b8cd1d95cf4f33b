package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.UpdateOptions;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.server.RecordedRequest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code uuidRepresentation}: bytes on the wire, in every place where an application may put a UUID, and back. */
class UuidRepresentationTest {
    private static final UUID ID = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    /** The length of the binary, the way it stands in BSON. */
    private static final String SIXTEEN = "10000000";

    /** As an application may have it. */
    public record Thing(@BsonId int id, UUID uuid) {}

    private static boolean has(ClientFixture client, String command, String bytes) {
        List<RecordedRequest> requests = client.server.requests(command);
        String sent = HexFormat.of().formatHex(requests.get(requests.size() - 1).commandBytes());
        return sent.contains(SIXTEEN + bytes);
    }

    /** The examples of the specification. */
    @ParameterizedTest
    @CsvSource({
        "standard, 04, 00112233445566778899aabbccddeeff",
        "javaLegacy, 03, 7766554433221100ffeeddccbbaa9988",
        "csharpLegacy, 03, 33221100554477668899aabbccddeeff",
        "pythonLegacy, 03, 00112233445566778899aabbccddeeff",
    })
    void uuidsHaveTheBytesOfTheRepresentationWhereverTheyStand(String name, String subtype, String digits) {
        String bytes = subtype + digits;
        try (ClientFixture client = ClientFixture.open("uuidRepresentation=" + name)) {
            var notes = client.notes();
            notes.insertOne(new Document("_id", 1).append("uuid", ID));
            assertThat(has(client, "insert", bytes)).as("field").isTrue();
            for (Object holder : List.of(List.of(ID), Set.of(ID), new Document("in", ID), Map.of("in", ID))) {
                notes.insertOne(new Document("holder", holder));
                assertThat(has(client, "insert", bytes)).as("in a %s", holder).isTrue();
            }
            client.notes(Thing.class).insertOne(new Thing(2, ID));
            assertThat(has(client, "insert", bytes)).as("record").isTrue();

            assertThat(notes.find(new Document("uuid", ID)).toList()).hasSize(2);
            assertThat(has(client, "find", bytes)).as("filter").isTrue();
            notes.updateMany(
                    new Document("uuid", ID),
                    new Document("$set", new Document("again", ID)),
                    UpdateOptions.DEFAULTS.upsert(true));
            assertThat(has(client, "update", bytes)).as("update").isTrue();
            assertThat(notes.aggregate(List.of(new Document("$match", new Document("again", ID))))
                            .toList())
                    .hasSize(2);
            assertThat(has(client, "aggregate", bytes)).as("stage").isTrue();
            client.session.getDatabase().runCommand(new Document("ping", 1).append("comment", ID));
            assertThat(has(client, "ping", bytes)).as("command").isTrue();

            assertThat(notes.find(new Document("_id", 1)).first()).containsEntry("uuid", ID);
            assertThat(client.notes(Thing.class).find(doc("{_id: 2}")).first()).isEqualTo(new Thing(2, ID));
            assertThat(notes.distinct("uuid", new Document(), UUID.class)).containsExactly(ID);
            assertThat(notes.deleteMany(new Document("uuid", ID)).deletedCount())
                    .isEqualTo(2);
            assertThat(has(client, "delete", bytes)).as("delete").isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"standard, 4", "javaLegacy, 3", "csharpLegacy, 3", "pythonLegacy, 3", "unspecified, 0"})
    void whatIsInAnotherRepresentationStaysABinary(String name, int own) {
        byte[] bytes = new byte[16];
        try (ClientFixture client = ClientFixture.open("uuidRepresentation=" + name)) {
            for (int subtype : List.of(3, 4)) {
                client.notes(BsonDocument.class)
                        .insertOne(new BsonDocument("bin", new BsonBinary((byte) subtype, bytes)));
            }
            Set<Object> read = new HashSet<>();
            client.notes().find().forEach(document -> read.add(document.get("bin")));
            assertThat(read)
                    .contains(new Binary((byte) (own == 4 ? 3 : 4), bytes))
                    .contains(own == 0 ? new Binary((byte) 3, bytes) : new UUID(0, 0))
                    .hasSize(2);
        }
    }

    @Test
    void withoutARepresentationUuidsAreRefusedBeforeAnythingIsSent() {
        try (ClientFixture client = ClientFixture.open("uuidRepresentation=unspecified")) {
            assertThatExceptionOfType(MongoDocumentException.class)
                    .isThrownBy(() -> client.notes().insertOne(new Document("uuid", ID)))
                    .withMessageContaining("uuidRepresentation");
            assertThatExceptionOfType(MongoDocumentException.class)
                    .isThrownBy(
                            () -> client.notes().find(new Document("uuid", ID)).first())
                    .withMessageContaining("uuidRepresentation");
            assertThat(client.server.commandCount("insert")).isZero();
            assertThat(client.server.commandCount("find")).isZero();

            client.notes(BsonDocument.class).insertOne(new BsonDocument("uuid", new BsonBinary(ID)));
            assertThat(client.notes().find().first()).extractingByKey("uuid").isInstanceOf(Binary.class);
        }
    }

    @Test
    void theNumberOfASessionIsStandardWhateverTheApplicationUses() {
        try (Lab lab = Lab.start(1);
                var factory = Mooring.dial(lab.uri() + "&uuidRepresentation=javaLegacy");
                var session = factory.openSession()) {
            session.getDatabase("app").getCollection("notes").insertOne(new Document("_id", 1));

            BsonDocument sent = BsonDocument.parse(new RawBsonDocument(
                            lab.node(0).server().requests("insert").get(0).commandBytes())
                    .toJson());
            assertThat(sent.getDocument("lsid").getBinary("id").getType()).isEqualTo((byte) 4);
        }
    }
}
