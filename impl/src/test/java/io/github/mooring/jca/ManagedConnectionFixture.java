package io.github.mooring.jca;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.testkit.container.RecordingListener;
import io.github.mooring.testkit.server.EmbeddedServer;
import jakarta.resource.ResourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Managed connections to a server, and a listener that is told of everything that they say. */
abstract class ManagedConnectionFixture extends AdapterFixture {
    static final Duration SOON = Duration.ofSeconds(40);
    static final SessionRequestInfo ALICE = new SessionRequestInfo("alice", "wonder".toCharArray());

    final RecordingListener listener = new RecordingListener();

    ManagedConnectionFixture() {
        super(EmbeddedServer.builder().user("alice", "wonder", "admin").start());
    }

    MongoManagedConnection connection() throws ResourceException {
        return connection(null);
    }

    MongoManagedConnection connection(@Nullable SessionRequestInfo request) throws ResourceException {
        MongoManagedConnection made = (MongoManagedConnection) factory.createManagedConnection(null, request);
        made.addConnectionEventListener(listener);
        return made;
    }

    static SessionHandle handle(MongoManagedConnection connection) throws ResourceException {
        return (SessionHandle) connection.getConnection(null, null);
    }

    static MongoCollection<Document> numbers(MongoSession session) {
        return session.getDatabase("test").getCollection("numbers");
    }

    static void fill(MongoSession session, int count) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            documents.add(new Document("_id", i));
        }
        numbers(session).insertMany(documents);
    }
}
