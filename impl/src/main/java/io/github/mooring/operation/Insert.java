package io.github.mooring.operation;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.wire.DirectCodec;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.DocumentId;
import io.github.mooring.wire.WireBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.bson.codecs.CollectibleCodec;
import org.bson.codecs.EncoderContext;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The {@code insert} command for as many of the caller's documents as one message takes, from the one at
 * {@code firstIndex} on. What it took is known once it is encoded.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/crud/crud.md">CRUD: insert</a>
 */
public final class Insert<T> implements Command<WriteOutcome> {
    private static final EncoderContext STORED =
            EncoderContext.builder().isEncodingCollectibleDocument(true).build();

    /** Chosen: an ordinary batch; a message that takes more lets the list grow. */
    private static final int MAX_EXPECTED = 1000;

    private final MongoNamespace namespace;
    private final Codec<T> codec;
    private final List<? extends T> documents;
    private final int firstIndex;
    private final Settings settings;
    /** The ids of the documents that the message took, in their order; filled by the encoding thread. */
    private final List<BsonValue> ids;

    /**
     * An insert to be encoded.
     *
     * @param documents  all of the caller's documents
     * @param firstIndex the first of them that is not yet stored
     */
    public Insert(
            MongoNamespace namespace, Codec<T> codec, List<? extends T> documents, int firstIndex, Settings settings) {
        this.namespace = namespace;
        this.codec = codec;
        this.documents = documents;
        this.firstIndex = firstIndex;
        this.settings = settings;
        this.ids = new ArrayList<>(Math.min(documents.size() - firstIndex, MAX_EXPECTED));
    }

    /** The ids of the documents that the message took, in their order. */
    public List<BsonValue> ids() {
        return ids;
    }

    @Override
    public String name() {
        return "insert";
    }

    @Override
    public String databaseName() {
        return namespace.databaseName();
    }

    @Override
    public Access access() {
        return Access.WRITE;
    }

    @Override
    public boolean mayGoUnanswered() {
        return true;
    }

    @Override
    public boolean mayShare() {
        return true;
    }

    @Override
    public Retry retry() {
        return Retry.WRITE;
    }

    @Override
    public @Nullable OperationLink link() {
        return settings.link;
    }

    @Override
    public void encode(CommandWriter out) {
        out.string("insert", namespace.collectionName());
        out.bool("ordered", settings.ordered);
        out.bypassDocumentValidation(settings.bypassDocumentValidation);
        out.string("comment", settings.comment);
    }

    @Override
    public boolean hasSequences() {
        return true;
    }

    @Override
    public void encodeSequences(SequenceWriter out) {
        ids.clear();
        out.begin("documents");
        int end = (int)
                Math.min(documents.size(), (long) firstIndex + out.limits().maxWriteBatchSize());
        for (int i = firstIndex; i < end; i++) {
            int before = out.buffer().getPosition();
            BsonValue id = write(out, i);
            if (out.messageSize() > out.limits().maxMessageSizeBytes() && i > firstIndex) {
                out.buffer().truncateToPosition(before);
                return;
            }
            ids.add(id);
        }
    }

    @Override
    public WriteOutcome decode(CommandReply reply) {
        return WriteOutcome.read(reply);
    }

    @Override
    public WriteOutcome unacknowledged() {
        return WriteOutcome.UNKNOWN;
    }

    private BsonValue write(SequenceWriter out, int index) {
        T document = documents.get(index);
        int max = out.limits().maxBsonObjectSize();
        try {
            if (codec instanceof CollectibleCodec<T> collectible) {
                collectible.generateIdIfAbsentFromDocument(document);
            }
            return withId(out.encoder(), out.buffer(), document, max);
        } catch (RuntimeException e) {
            throw new MongoDocumentException(
                    "document " + index + " of " + documents.size() + " for " + namespace + " cannot be stored: "
                            + e.getMessage(),
                    ErrorContext.unsent(out.limits().server()),
                    e);
        }
    }

    /** The server would make an id too, but then the caller would not know it. */
    private BsonValue withId(DocumentEncoder encoder, WireBuffer buffer, T document, int max) {
        int start = encoder.encode(codec, document, STORED, max);
        BsonValue id = codec instanceof DirectCodec<T> direct ? direct.idAtHand(document) : null;
        if (id == null) {
            id = DocumentId.read(buffer, start);
        }
        if (id == null) {
            ObjectId made = new ObjectId();
            DocumentId.prepend(buffer, start, made, max);
            id = new BsonObjectId(made);
        }
        return id;
    }

    /**
     * How documents are inserted.
     *
     * @param ordered whether to stop at the first that the server refuses
     * @param link    what all commands of one insert have in common; null if there is only one
     */
    public record Settings(
            boolean ordered,
            boolean bypassDocumentValidation,
            @Nullable String comment,
            @Nullable OperationLink link) {
        /** In order, and nothing special. */
        public static final Settings DEFAULTS = new Settings(true, false, null);

        /** Of an insert of one command. */
        public Settings(boolean ordered, boolean bypassDocumentValidation, @Nullable String comment) {
            this(ordered, bypassDocumentValidation, comment, null);
        }
    }
}
