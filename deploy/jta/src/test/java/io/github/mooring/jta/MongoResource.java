package io.github.mooring.jta;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Mooring;
import io.github.mooring.jca.MongoManagedConnectionFactory;
import io.github.mooring.jca.MongoResourceAdapter;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RecordedRequest;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;

/** MongoDB by way of the adapter: a replica set of the lab, because a standalone server has no transactions. */
final class MongoResource implements LocalResource {
    /** The server has forgotten the transaction: nothing of it is stored, and nothing of it will be. */
    private static final int NO_SUCH_TRANSACTION = 251;

    private final Lab lab = Lab.start(1);
    private final MongoSessionFactory outside = Mooring.dial(lab.uri());
    private final MongoResourceAdapter adapter;

    MongoResource(Container container) throws ResourceException {
        adapter = container.start(new MongoResourceAdapter());
        try (MongoSession session = outside.openSession()) {
            // so that no transaction has to make the collection
            session.getDatabase("app").getCollection("lines").insertOne(new Document("_id", "first"));
            session.getDatabase("app").getCollection("lines").deleteMany(new Document());
        }
    }

    @Override
    public ManagedConnectionFactory connectionFactory() throws ResourceException {
        MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();
        factory.setConnectionURL(lab.uri());
        factory.setResourceAdapter(adapter);
        return factory;
    }

    @Override
    public Session open(ContainerPool pool) {
        return new MongoLines(pool.lookUp(MongoSessionFactory.class).openSession());
    }

    @Override
    public Collection<String> lines() {
        List<String> found = new ArrayList<>();
        try (MongoSession session = outside.openSession()) {
            session.getDatabase("app").getCollection("lines").find().forEach(line -> found.add(line.getString("_id")));
        }
        return found;
    }

    @Override
    public int begun() {
        return (int) lab.nodes().stream()
                .flatMap(node -> node.server().requests().stream())
                .filter(request -> request.command().containsKey("startTransaction"))
                .map(MongoResource::transaction)
                .distinct()
                .count();
    }

    private static List<Object> transaction(RecordedRequest request) {
        return Stream.of("lsid", "txnNumber")
                .map(name -> request.command().get(name))
                .toList();
    }

    @Override
    public void refuseTheNextCommit() {
        lab.primary()
                .orElseThrow()
                .failCommand(FailCommand.on("commitTransaction")
                        .times(1)
                        .errorCode(NO_SUCH_TRANSACTION)
                        .errorLabels("TransientTransactionError")
                        .build());
    }

    @Override
    public void close() {
        outside.close();
        lab.close();
    }

    /** One session. */
    private record MongoLines(MongoSession session) implements Session {
        @Override
        public void write(String line) {
            session.getDatabase("app").getCollection("lines").insertOne(new Document("_id", line));
        }

        @Override
        public boolean sees(String line) {
            return session.getDatabase("app")
                            .getCollection("lines")
                            .find(new Document("_id", line))
                            .first()
                    != null;
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
