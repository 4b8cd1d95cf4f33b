package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The third-party engine, called as it is, errors translated.
 *
 * <p>What it returns is alive: a later update changes the very documents that a query has returned. Confined to
 * {@link MemoryEngine}'s lock.
 */
final class Backend {
    private final Memory memory = new Memory();
    private final EmbeddedChannel identity = new EmbeddedChannel();

    /** Runs a command; the reply has no {@code $err}. */
    Document run(String database, Document command) {
        Document message = new Document(command).append("$db", database);
        try {
            Document reply = memory.handleMessage(new MongoMessage(identity, new MessageHeader(0, 0), message));
            reply.remove("$err");
            return reply;
        } catch (RuntimeException e) {
            throw Failures.of(e);
        }
    }

    /** Runs a command that answers with a cursor and returns all that the cursor holds. */
    List<Document> runForDocuments(String database, Document command) {
        Document cursor = Arguments.required(run(database, command), "cursor", Document.class);
        List<Document> documents = new ArrayList<>();
        for (Object document : Arguments.required(cursor, "firstBatch", Collection.class)) {
            documents.add((Document) document);
        }
        return documents;
    }

    @Nullable
    MongoCollection<?> collection(String database, String name) {
        return exists(database) ? memory.resolveDatabase(database).resolveCollection(name, false) : null;
    }

    /** Whether the database was ever touched; asking the engine itself would create it. */
    boolean exists(String database) {
        return memory.names().contains(database);
    }

    /** All touched databases, empty ones included, in order. */
    Set<String> databases() {
        return new TreeSet<>(memory.names());
    }

    void clear() {
        memory.close();
    }

    /** Opens the list of databases, which the engine keeps to itself. */
    private static final class Memory extends MemoryBackend {
        Set<String> names() {
            return listDatabaseNames();
        }
    }
}
