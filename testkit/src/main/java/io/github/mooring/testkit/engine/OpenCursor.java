package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.BsonOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * A position in a result. The documents are the engine's live ones and are copied as they are handed out, so that
 * a reply being written never changes under the writer. Confined to {@link MemoryEngine}'s lock.
 */
final class OpenCursor {
    final String namespace;
    private final List<Document> documents;
    private final boolean endKnown;
    private int position;
    private boolean sawEnd;

    OpenCursor(String namespace, List<Document> documents, boolean endKnown) {
        this.namespace = namespace;
        this.documents = documents;
        this.endKnown = endKnown;
    }

    /** Up to {@code count} copies, fewer if they would not fit into one reply. */
    List<Document> next(int count) {
        List<Document> batch = new ArrayList<>();
        int bytes = 0;
        while (batch.size() < count && position < documents.size()) {
            Document document = documents.get(position);
            int size = BsonOutput.size(document);
            if (!batch.isEmpty() && bytes + size > Cursors.MAX_BATCH_BYTES) {
                return batch;
            }
            bytes += size;
            batch.add(document.cloneDeeply());
            position++;
        }
        sawEnd = batch.size() < count || (endKnown && count > 0);
        return batch;
    }

    boolean isAtEnd() {
        return sawEnd && position == documents.size();
    }
}
