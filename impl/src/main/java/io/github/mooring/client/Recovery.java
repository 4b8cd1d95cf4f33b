package io.github.mooring.client;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSessionStateLostException;
import io.github.mooring.api.MongoSessionStateLostException.State;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.session.Bond;
import io.github.mooring.session.SessionRecovery;
import io.github.mooring.session.SessionSettings;

/**
 * What an error makes of a session. Stateless.
 *
 * <p>A session without state at a server has nothing to recover: the next operation takes another connection. One that
 * had a position loses it with the server, and says so once. In strict recovery an error on a connection is kept, and
 * repeated until the session is refreshed; only an eventual session, which mgo gave a socket for each operation, has
 * nothing to keep it with.
 */
final class Recovery {
    private Recovery() {}

    /** Throws what strict recovery repeats. */
    static void checkSound(Bond bond) {
        MongoException failure = bond.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /** What the caller of a failed operation is told. */
    static MongoException after(MongoException e, SessionSettings settings, Bond bond) {
        if (settings.recovery() == SessionRecovery.STRICT) {
            if (settings.mode() != Mode.EVENTUAL && costsItsSocket(e)) {
                bond.fail(e);
            }
            return e;
        }
        ServerAddress server = e.context().server();
        if (e instanceof MongoSocketException && server != null && bond.losePosition(server)) {
            return new MongoSessionStateLostException(
                    State.MONOTONIC_POSITION,
                    "the monotonic session has lost its server " + server + ", so what it reads next may be older than"
                            + " what it has read; the session goes on: " + e.getMessage(),
                    e.context(),
                    e);
        }
        return e;
    }

    /** Whether a session of mgo would have been left with a dead socket. Without a connection there was no socket. */
    private static boolean costsItsSocket(MongoException e) {
        return (e instanceof MongoSocketException && !(e instanceof MongoConnectException))
                || e instanceof MongoSessionStateLostException
                || (e instanceof MongoOperationTimeoutException && e.bytesSent());
    }
}
