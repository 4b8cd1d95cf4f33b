package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;

/** A server, a factory that has dialed it and a session, for one test; closing it checks that nothing is left over. */
final class ClientFixture implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(40);

    final EmbeddedServer server;
    final FaultySocketFactory sockets = new FaultySocketFactory();
    final MongoSessionFactory factory;
    final MongoSession session;

    private ClientFixture(EmbeddedServer server, String options) {
        this.server = server;
        this.factory = Mooring.dial(ClientOptions.parse(server.uri() + "app?" + options), sockets);
        this.session = factory.openSession();
    }

    /** With options as in a connection string, such as {@code maxPoolSize=1&timeoutMS=200}. */
    static ClientFixture open(String options) {
        return new ClientFixture(EmbeddedServer.start(), options);
    }

    static ClientFixture open() {
        return open("");
    }

    MongoCollection<Document> notes() {
        return session.getDatabase().getCollection("notes");
    }

    <T> MongoCollection<T> notes(Class<T> type) {
        return session.getDatabase().getCollection("notes", type);
    }

    /** Stores documents with the ids 0, 1, 2 and so on. */
    void storeNumbered(int count) {
        notes().insertMany(numbered(0, count));
        server.forgetRequests();
    }

    static List<Document> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> new Document("_id", i)).toList();
    }

    static List<Integer> ids(List<Document> documents) {
        return documents.stream().map(d -> d.getInteger("_id")).toList();
    }

    static Document doc(String json) {
        return Document.parse(json);
    }

    /** The last command of that name that reached the server. */
    BsonDocument sent(String command) {
        List<RecordedRequest> requests = server.requests(command);
        assertThat(requests).as("requests for " + command).isNotEmpty();
        RawBsonDocument raw =
                new RawBsonDocument(requests.get(requests.size() - 1).commandBytes());
        return new BsonDocumentCodec()
                .decode(new BsonDocumentReader(raw), DecoderContext.builder().build());
    }

    /** No operation holds a socket and nobody waits for one. */
    static void assertSettled(MongoSessionFactory factory) {
        assertThat(factory.statistics().socketsInUse()).as("sockets in use").isZero();
        assertThat(factory.statistics().callersWaiting()).as("callers waiting").isZero();
    }

    void assertSettled() {
        assertSettled(factory);
    }

    /** As {@link #assertSettled()}, once the late replies have come. */
    static void awaitSettled(MongoSessionFactory factory) {
        Eventually.isTrue("late replies have come", () -> factory.statistics().socketsInUse() == 0);
        assertSettled(factory);
    }

    void awaitSettled() {
        awaitSettled(factory);
    }

    /** The session still works, and nothing was leaked by what went before. */
    void assertStillWorks() {
        assertThat(session.ping()).isPositive();
        assertSettled();
    }

    @Override
    public void close() {
        try (server) {
            assertSettled();
            session.close();
            factory.close();
            assertThat(sockets.open()).as("sockets left open").isZero();
        }
    }
}
