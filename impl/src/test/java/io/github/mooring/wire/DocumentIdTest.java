package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class DocumentIdTest {

    private static final ObjectId ID = new ObjectId("0102030405060708090a0b0c");

    private final WireBuffer buffer = new WireBuffer();

    @Test
    void putsAnObjectIdInFrontOfTheOtherFields() {
        int start = write(BsonDocument.parse("{a: 1}"));

        DocumentId.prepend(buffer, start, ID, 1000);

        assertThat(Frames.hex(buffer.toByteArray()))
                .isEqualTo("63" + "1d000000" + "075f6964000102030405060708090a0b0c" + "10610001000000" + "00");
        assertThat(DocumentId.read(buffer, start)).isEqualTo(new BsonObjectId(ID));
    }

    @Test
    void growsTheBufferWhereItIsFull() {
        BsonDocument document = new BsonDocument("s", new BsonString("x".repeat(1010)));
        int start = write(document);

        DocumentId.prepend(buffer, start, ID, 100_000);

        BsonDocument expected = new BsonDocument("_id", new BsonObjectId(ID));
        expected.putAll(document);
        assertThat(RawDocument.of(buffer.array(), start, buffer.size() - start).toBsonDocument())
                .isEqualTo(expected);
    }

    @Test
    void seesOnlyATopLevelId() {
        assertThat(DocumentId.read(buffer, write(BsonDocument.parse("{a: {_id: 1}, _idx: 2}"))))
                .isNull();
        int start = write(BsonDocument.parse("{a: {_id: 1}, _id: 2}"));
        assertThat(DocumentId.read(buffer, start)).isEqualTo(new BsonInt32(2));
        assertThat(DocumentId.read(buffer, write(new BsonDocument()))).isNull();
    }

    @Test
    void takesTheDocumentOutWhenTheIdDoesNotFit() {
        int start = write(BsonDocument.parse("{a: 1}"));

        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> DocumentId.prepend(buffer, start, ID, 28))
                .withMessage("document is larger than 28 bytes: at least 29 (at field '_id')");
        assertThat(buffer.size()).isEqualTo(start);
    }

    @Test
    void refusesADocumentThatIsNotTheLast() {
        int start = write(new BsonDocument());
        buffer.writeByte(0);

        assertThatIllegalStateException().isThrownBy(() -> DocumentId.prepend(buffer, start, ID, 100));
    }

    private int write(BsonDocument document) {
        buffer.writeByte('c');
        int start = buffer.getPosition();
        buffer.writeBytes(Frames.bson(document));
        return start;
    }
}
