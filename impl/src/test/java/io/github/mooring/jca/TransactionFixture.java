package io.github.mooring.jca;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Mooring;
import io.github.mooring.testkit.container.RecordingListener;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RecordedRequest;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** Managed connections to a replica set of one, and somebody else who sees what is stored. */
@Timeout(300)
abstract class TransactionFixture {
    private static final Set<String> NOT_OF_A_SESSION = Set.of("hello", "isMaster");

    final Lab lab = Lab.start(1);
    final LabNode primary = lab.primary().orElseThrow();
    final MongoResourceAdapter adapter = new MongoResourceAdapter();
    final RecordingListener listener = new RecordingListener();
    final MongoManagedConnectionFactory factory;

    private final MongoSessionFactory others = Mooring.dial(lab.uri());
    private final MongoSession other = others.openSession();

    TransactionFixture(String options) throws Exception {
        adapter.start(Containers.withTimers());
        factory = Containers.factoryOf(adapter, lab.uri() + options);
        orders(other).insertOne(new Document("_id", 0));
        stock(other).insertOne(new Document("_id", 0));
    }

    @AfterEach
    final void stop() {
        others.close();
        adapter.stop();
        lab.close();
    }

    final MongoManagedConnection connection() throws ResourceException {
        MongoManagedConnection made = (MongoManagedConnection) factory.createManagedConnection(null, null);
        made.addConnectionEventListener(listener);
        return made;
    }

    static SessionHandle handle(MongoManagedConnection connection) throws ResourceException {
        return (SessionHandle) connection.getConnection(null, null);
    }

    static MongoCollection<Document> orders(MongoSession through) {
        return through.getDatabase("app").getCollection("orders");
    }

    static MongoCollection<Document> stock(MongoSession through) {
        return through.getDatabase("app").getCollection("stock");
    }

    /** Two collections written, as one unit of work does. */
    static void order(MongoSession through, int id) {
        orders(through).insertOne(new Document("_id", id));
        stock(through).insertOne(new Document("_id", id));
    }

    /** How many orders others see, and how much stock, besides what was there before. */
    final List<Long> stored() {
        return List.of(
                orders(other).countDocuments(new Document()) - 1, stock(other).countDocuments(new Document()) - 1);
    }

    final int sentSoFar() {
        return primary.server().requests().size();
    }

    final List<String> sentSince(int before) {
        return primary.server().requests().stream()
                .skip(before)
                .map(RecordedRequest::commandName)
                .filter(name -> !NOT_OF_A_SESSION.contains(name))
                .toList();
    }

    final void loseReplies(String command, int times) {
        primary.failCommand(
                FailCommand.on(command).times(times).closeConnectionAfterwards().build());
    }

    final List<Integer> events() {
        return listener.events().stream().map(ConnectionEvent::getId).toList();
    }
}
