package io.github.mooring.testkit.documentdb;

import io.github.mooring.testkit.engine.CommandFailure;
import java.sql.Connection;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One transaction of a client's session. All but the number belongs to whoever has the turn. */
final class SessionTransaction {
    private static final int TURN_SECONDS = 30;
    private static final int EXCEEDED_TIME_LIMIT = 262;
    private static final int INTERRUPTED = 11601;

    /** How far it has come. */
    enum State {
        ACTIVE,
        COMMITTED,
        ABORTED
    }

    final long number;
    State state = State.ACTIVE;
    /** Where it takes place, from its first command to its end. */
    @Nullable
    Connection connection;

    private final Semaphore turn = new Semaphore(1, true);

    SessionTransaction(long number) {
        this.number = number;
    }

    /** Waits for the command before to end; a client sends one at a time, unless it has given up waiting. */
    void takeTurn() {
        try {
            if (!turn.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
                throw new CommandFailure(
                        EXCEEDED_TIME_LIMIT,
                        "another command of transaction " + number + " has been running for " + TURN_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(INTERRUPTED, "interrupted while waiting for transaction " + number);
        }
    }

    void endTurn() {
        turn.release();
    }
}
