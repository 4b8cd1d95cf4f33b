package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;

class SectionsDocumentTest {
    private static final BsonDocument BODY = BsonDocument.parse("{insert: 'notes', $db: 'app', lsid: {id: 1}}");

    private final WireBuffer buffer = new WireBuffer();
    private final OpMsgWriter message = new OpMsgWriter(buffer);

    private void write(BsonDocument document) {
        new DocumentEncoder(buffer).encode(new BsonDocumentCodec(), document, 1000);
    }

    private BsonDocument document() {
        return new RawBsonDocument(SectionsDocument.of(buffer.array(), OpMsg.SECTIONS_OFFSET, buffer.getPosition()));
    }

    @Test
    void aBodyAloneIsTheDocument() {
        message.begin(1, 0);
        message.beginBody();
        write(BODY);
        message.finish(1000);

        assertThat(document()).isEqualTo(BODY);
    }

    @Test
    void aMessageNeedNotBeFinished() {
        message.begin(1, 0);
        message.beginBody();
        write(BODY);
        message.beginSequence("documents");
        write(BODY);
        write(BODY);

        assertThat(document()).isEqualTo(BODY.clone().append("documents", new BsonArray(List.of(BODY, BODY))));
    }

    @Test
    void sequencesStandInItAsArraysAfterTheRest() {
        BsonArray documents = new BsonArray();
        message.begin(1, 0);
        message.beginBody();
        write(BODY);
        message.beginSequence("documents");
        for (int i = 0; i < 12; i++) {
            BsonDocument document = BsonDocument.parse("{_id: " + i + ", text: 'näh'}");
            documents.add(document);
            write(document);
        }
        message.beginSequence("none");
        message.finish(10_000);

        assertThat(document())
                .isEqualTo(BODY.clone().append("documents", documents).append("none", new BsonArray()));
    }
}
