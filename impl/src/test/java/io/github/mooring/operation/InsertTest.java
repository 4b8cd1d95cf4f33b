package io.github.mooring.operation;

import static io.github.mooring.operation.Messages.LIMITS;
import static io.github.mooring.operation.Messages.PLAIN;
import static io.github.mooring.operation.Messages.limits;
import static io.github.mooring.operation.Messages.plain;
import static io.github.mooring.operation.Messages.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.wire.WireBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.codecs.Codec;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InsertTest {
    private static final MongoNamespace NOTES = new MongoNamespace("app", "notes");
    private static final Insert.Settings SETTINGS = new Insert.Settings(true, false, null);

    /** A class without a place for an id. */
    public record Point(int x, int y) {}

    private static <T> Insert<T> insert(Codec<T> codec, List<T> documents) {
        return new Insert<>(NOTES, codec, documents, 0, SETTINGS);
    }

    private static List<Document> numbered(int count) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(new Document("_id", i).append("text", "x".repeat(100)));
        }
        return documents;
    }

    @Test
    void documentsGoAsASequenceInTheirOrder() {
        var command = insert(Codecs.document(), List.of(new Document("_id", 1), new Document("_id", 2)));

        assertThat(sent(command))
                .isEqualTo(BsonDocument.parse(
                        "{insert: 'notes', ordered: true, $db: 'app', documents: [{_id: 1}, {_id: 2}]}"));
        assertThat(command.ids()).containsExactly(new BsonInt32(1), new BsonInt32(2));
    }

    @Test
    void optionsReachTheWire() {
        var command = new Insert<>(
                NOTES, Codecs.document(), List.of(new Document("_id", 1)), 0, new Insert.Settings(false, true, "why"));

        assertThat(sent(command))
                .isEqualTo(BsonDocument.parse("{insert: 'notes', ordered: false, bypassDocumentValidation: true,"
                        + " comment: 'why', $db: 'app', documents: [{_id: 1}]}"));
    }

    @Test
    void aDocumentOfTheCallersHasItsNewIdAfterwards() {
        Document document = new Document("a", 1);
        var command = insert(Codecs.document(), List.of(document));

        BsonDocument stored = sent(command).getArray("documents").get(0).asDocument();

        assertThat(document.getObjectId("_id"))
                .isEqualTo(stored.getObjectId("_id").getValue());
        assertThat(stored.getFirstKey()).isEqualTo("_id");
    }

    @Test
    void theIdsAreThoseThatAreSentWhateverTheirTypeAndWhereverTheyStand() {
        ObjectId objectId = new ObjectId();
        List<Object> ids = List.of(objectId, new BsonObjectId(objectId), 7, "x", new UUID(1, 2), new Document("a", 1));
        List<Document> documents =
                ids.stream().map(id -> new Document("a", 1).append("_id", id)).toList();
        var command = insert(Codecs.document(), documents);

        List<BsonValue> sent = sent(command).getArray("documents").stream()
                .map(document -> document.asDocument().get("_id"))
                .toList();

        assertThat(command.ids()).isEqualTo(sent).hasSize(ids.size()).startsWith(new BsonObjectId(objectId));
    }

    @Test
    void aRecordWithoutAnIdIsStoredWithAnIdInFront() {
        var command = insert(Codecs.of(Point.class), List.of(new Point(3, 4)));

        BsonDocument stored = sent(command).getArray("documents").get(0).asDocument();

        assertThat(stored.getFirstKey()).isEqualTo("_id");
        assertThat(command.ids()).containsExactly(stored.get("_id"));
        assertThat(stored.getInt32("x").getValue()).isEqualTo(3);
    }

    @Test
    @DisplayName("F36 a message takes no more documents than the server allows")
    void aMessageTakesNoMoreDocumentsThanTheServerAllows() {
        var command = insert(Codecs.document(), numbered(10));

        BsonDocument message = sent(command, PLAIN, limits(16_777_216, 48_000_000, 4));

        assertThat(message.getArray("documents")).hasSize(4);
        assertThat(command.ids()).hasSize(4);
    }

    @Test
    @DisplayName("F36 a message takes no more bytes than the server allows")
    void aMessageTakesNoMoreBytesThanTheServerAllows() {
        ConnectionDescription limits = limits(16_777_216, 600, 100_000);
        List<Document> documents = numbered(10);
        List<Object> seen = new ArrayList<>();

        for (int next = 0; next < documents.size(); ) {
            var command = new Insert<>(NOTES, Codecs.document(), documents, next, SETTINGS);
            sent(command, PLAIN, limits)
                    .getArray("documents")
                    .forEach(d -> seen.add(d.asDocument().getInt32("_id").getValue()));
            next += command.ids().size();
        }

        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void aDocumentOverTheLimitIsNamedWithTheNumbers() {
        var command = insert(
                Codecs.document(),
                List.of(new Document("_id", 1), new Document("_id", 2).append("big", "x".repeat(2000))));

        assertThatThrownBy(() -> Messages.write(plain(command), limits(1000, 48_000_000, 100_000), new WireBuffer()))
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageStartingWith(
                        "document 1 of 2 for app.notes cannot be stored: document is larger than 1000 bytes");
    }

    @Test
    void aDocumentThatContainsItselfIsRefused() {
        Document circular = new Document("_id", 1);
        circular.append("self", circular);

        assertThatThrownBy(() -> sent(insert(Codecs.document(), List.of(circular)), PLAIN, LIMITS))
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageContaining("nested deeper than 200 levels; does it contain itself?");
    }

    @Test
    void aNulInAFieldNameIsRefused() {
        assertThatThrownBy(() -> sent(insert(Codecs.document(), List.of(new Document("a\0b", 1)))))
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void aValueWithoutACodecIsRefusedByItsClass() {
        assertThatThrownBy(() -> sent(insert(Codecs.document(), List.of(new Document("a", new Thread())))))
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageContaining("java.lang.Thread");
    }
}
