package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.function.Supplier;

/** Carries out commands, those that belong to a transaction and those that do not. Thread-safe. */
interface Transactions {
    /** Those that the engine has itself. */
    static Transactions of(Engine engine) {
        return new EngineTransactions(engine);
    }

    /** Those that are made of the other commands of an engine that has none; {@code copies} makes empty engines. */
    static Transactions over(Engine engine, Supplier<Engine> copies) {
        return new SnapshotTransactions(engine, copies);
    }

    /** Whether a command belongs to a transaction. */
    static boolean concerns(EngineCall call) {
        return call.body().containsKey("autocommit") || isEnd(call.name());
    }

    /** Whether a command ends a transaction. */
    static boolean isEnd(String command) {
        return command.equals("commitTransaction") || command.equals("abortTransaction");
    }

    /** Runs a command that belongs to no transaction. */
    Document outside(EngineCall call);

    /** Runs a command of a transaction, under the primary of this term; a transaction does not outlive its primary. */
    Document run(EngineCall call, long term);

    /** Aborts what a session has open. */
    void forget(Object session);

    /** How many transactions are open, as far as that is known here. */
    int open();
}
