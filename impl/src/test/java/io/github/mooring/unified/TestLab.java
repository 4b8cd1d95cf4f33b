package io.github.mooring.unified;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.client.ClientOptions;
import io.github.mooring.client.Mooring;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.Document;

/**
 * The servers of a place, and clients of the runner's own to prepare them; reused from case to case. Used by one thread at a time.
 *
 * <p>Its clients talk to one server each, directly, and are not those that a case observes.
 */
final class TestLab implements AutoCloseable {
    private static final String USER = "runner";
    private static final String PASSWORD = "runner-secret";

    private final Place place;
    private final Lab lab;
    private final Map<LabNode, MongoSessionFactory> clients = new LinkedHashMap<>();

    private TestLab(Place place) {
        this.place = place;
        Lab.Builder builder = Lab.builder();
        switch (place.topology()) {
            case REPLICASET -> builder.members(3);
            case SINGLE -> builder.standalone();
            case SHARDED -> builder.routers(2);
            case LOAD_BALANCED -> builder.routers(2).balanced();
        }
        if (place.authenticates()) {
            builder.servers(server ->
                    server.requireAuthentication().user(USER, PASSWORD, "admin", new Grant(Role.ROOT, "admin")));
        }
        lab = builder.start();
    }

    static TestLab start(Place place) {
        return new TestLab(place);
    }

    /**
     * The connection string for a client of a case.
     *
     * @param several whether it shall know of more than one mongos, where there are mongos
     */
    String uri(boolean several) {
        boolean mongos = place.topology() == Place.Topology.SHARDED || place.topology() == Place.Topology.LOAD_BALANCED;
        String uri = mongos && !several ? lab.uriOfOne() : lab.uri();
        return withUser(uri.replaceAll("directConnection=(true|false)", ""));
    }

    private String withUser(String uri) {
        return place.authenticates() ? uri.replace("mongodb://", "mongodb://" + USER + ":" + PASSWORD + "@") : uri;
    }

    /** Who takes writes: the primary, or the first of those that are all the same. */
    private LabNode main() {
        return place.topology() == Place.Topology.REPLICASET ? lab.primary().orElseThrow() : lab.node(0);
    }

    private MongoSessionFactory client(LabNode node) {
        return clients.computeIfAbsent(
                node,
                one -> Mooring.dial(ClientOptions.parse(withUser(one.directUri()) + "&serverMonitoringMode=poll")));
    }

    /** Runs a command of the runner's own where writes go. */
    Document run(String database, BsonDocument command) {
        try (MongoSession session = client(main()).openSession()) {
            return session.getDatabase(database).runCommand(command);
        }
    }

    /** Aborts what a case before has left open, on purpose or not. */
    void endTransactions() {
        if (place.topology() != Place.Topology.SINGLE) {
            Document unused = run("admin", new BsonDocument("killAllSessions", new BsonArray()));
        }
    }

    /** Runs a fail point at a certain server. */
    void runAt(ServerAddress server, BsonDocument failPoint) {
        LabNode node = lab.nodes().stream()
                .filter(each -> each.port() == server.port())
                .findFirst()
                .orElseThrow();
        try (MongoSession session = client(node).openSession()) {
            session.getDatabase("admin").runCommand(failPoint);
        }
    }

    /** The names of a database's collections. */
    List<String> collections(String database) {
        try (MongoSession session = client(main()).openSession()) {
            return session.getDatabase(database).listCollectionNames();
        }
    }

    /** Drops a collection, if there is one. */
    void drop(String database, String collection) {
        try (MongoSession session = client(main()).openSession()) {
            session.getDatabase(database).getCollection(collection).drop();
        }
    }

    /** The documents that a command's first batch has. */
    List<BsonDocument> firstBatch(String database, BsonDocument command) {
        try (MongoSession session = client(main()).openSession()) {
            return session
                    .getDatabase(database)
                    .runCommand(command, BsonDocument.class)
                    .getDocument("cursor")
                    .getArray("firstBatch")
                    .stream()
                    .map(each -> each.asDocument())
                    .toList();
        }
    }

    /** Ends all fail points. */
    void clearFailPoints() {
        lab.nodes().forEach(LabNode::clearFailPoint);
    }

    @Override
    public void close() {
        clients.values().forEach(MongoSessionFactory::close);
        lab.close();
    }
}
