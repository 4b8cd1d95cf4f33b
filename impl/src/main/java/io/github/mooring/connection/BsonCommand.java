package io.github.mooring.connection;

import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.WireBuffer;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.codecs.BsonDocumentCodec;

/** A command that exists as a document, for the rare ones: handshake, authentication, monitoring. */
final class BsonCommand implements Request {
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private final BsonDocument document;

    /** Takes the document over and adds the database to it. */
    BsonCommand(String databaseName, BsonDocument document) {
        this.document = document.append("$db", new BsonString(databaseName));
    }

    @Override
    public String commandName() {
        return document.getFirstKey();
    }

    /** Among these commands are all that carry a password or what stands for one; the others lose nothing by it. */
    @Override
    public boolean isSecret() {
        return true;
    }

    @Override
    public void encode(
            OpMsgWriter message, DocumentEncoder documents, WireBuffer buffer, ConnectionDescription limits) {
        message.beginBody();
        documents.encode(CODEC, document, limits.maxBsonObjectSize());
    }

    /** Names the command only: its fields may be secrets. */
    @Override
    public String toString() {
        return commandName();
    }
}
