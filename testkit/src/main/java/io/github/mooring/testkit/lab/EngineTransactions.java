package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.List;

/** The transactions of an engine that has some: everything is handed on. Thread-safe. */
final class EngineTransactions implements Transactions {
    private final Engine engine;

    EngineTransactions(Engine engine) {
        this.engine = engine;
    }

    @Override
    public Document outside(EngineCall call) {
        return engine.execute(call);
    }

    @Override
    public Document run(EngineCall call, long term) {
        return engine.execute(call);
    }

    @Override
    public void forget(Object session) {
        if (engine.supports("killSessions")) {
            Document kill = new Document("killSessions", List.of(new Document("id", session)));
            engine.execute(new EngineCall("killSessions", "admin", kill));
        }
    }

    @Override
    public int open() {
        return 0;
    }
}
