package io.github.mooring.client;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.scripted.Script;
import io.github.mooring.testkit.scripted.ScriptedServer;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/**
 * A client of a server that plays scripts to it: one of its own to the monitor, those of the test to the connections that follow.
 * These are pooled, except that the monitor comes anew after a pooled one has broken, before anything else does: then it is time for
 * {@link Script#monitored()}.
 */
final class BrokenClient implements AutoCloseable {
    final ScriptedServer server;
    final MongoSessionFactory factory;
    final MongoSession session;

    private BrokenClient(ScriptedServer server, MongoSessionFactory factory) {
        this.server = server;
        this.factory = factory;
        this.session = factory.openSession();
    }

    /** As many connections as there are scripts; one more is a failure. */
    static BrokenClient dial(String options, Script... pooled) {
        return dial(options, Script.monitored(), pooled);
    }

    /** As above, and the monitor hears this script. */
    static BrokenClient dial(String options, Script monitor, Script[] pooled) {
        List<Script> scripts = new ArrayList<>(List.of(monitor));
        scripts.addAll(List.of(pooled));
        ScriptedServer server = ScriptedServer.start(scripts.toArray(Script[]::new));
        MongoSessionFactory factory = Mooring.dial("mongodb://" + server.address() + "/app?" + options);
        // the first connection is the monitor's; only then is the next one sure to be pooled
        Eventually.isTrue("the monitor is connected", () -> factory.statistics().pings() > 0);
        return new BrokenClient(server, factory);
    }

    /** The beginning of a connection to a server that takes two documents at a time. */
    static Script takingTwoDocuments() {
        return Script.expecting("hello")
                .reply(Script.HELLO.replace("maxWriteBatchSize: 100000", "maxWriteBatchSize: 2"));
    }

    MongoCollection<Document> notes() {
        return session.getDatabase().getCollection("notes");
    }

    /** No permit was lost. */
    void assertSettled() {
        ClientFixture.assertSettled(factory);
    }

    /** Ends the client; all scripts must then have been played to their end. */
    void assertDone() throws InterruptedException {
        assertSettled();
        session.close();
        factory.close();
        server.assertDone();
    }

    @Override
    public void close() {
        factory.close();
        server.close();
    }
}
