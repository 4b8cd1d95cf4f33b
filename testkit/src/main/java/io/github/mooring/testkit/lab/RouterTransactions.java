package io.github.mooring.testkit.lab;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that go through one mongos, which alone can go on with them. Another mongos can find out what became of one, and ends it
 * thereby, if it is given the recovery token. Thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#recoverytoken-field">
 *     Transactions: recoveryToken field</a>
 */
final class RouterTransactions {
    private static final int MAX_SESSIONS = 10_000;
    private static final int TRANSACTION_TOO_OLD = 225;
    private static final int NO_SUCH_TRANSACTION = 251;
    private static final int TRANSACTION_COMMITTED = 256;
    private static final int NO_RECOVERY_TOKEN = 50940;
    private static final String TOKEN = "recoveryToken";
    private static final String SHARD = "recoveryShardId";

    private final Transactions shard;
    private final ReentrantLock lock = new ReentrantLock();

    /** The last one of each session that was begun here. */
    @GuardedBy("lock")
    private final Map<Object, Begun> bySession = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * One that was begun here.
     *
     * @param wrote whether anything was written in it; if not, there is nothing to be recovered
     */
    private record Begun(String number, boolean wrote) {}

    RouterTransactions(Transactions shard) {
        this.shard = shard;
    }

    /** Runs a command of a transaction; see {@link Transactions#run}. */
    Document run(EngineCall call, long term) {
        if (call.name().equals("commitTransaction") && known(call) == null) {
            return recover(call, term);
        }
        Begun now = at(call);
        Document reply = atShard(call, now, term);
        return Transactions.isEnd(call.name()) ? reply : reply.append(TOKEN, token(now));
    }

    /** What the shard has not begun puts nothing in the place of the one that goes on; what fails in a begun one is in it all the same. */
    private Document atShard(EngineCall call, Begun now, long term) {
        try {
            Document reply = shard.run(call, term);
            note(call, now);
            return reply;
        } catch (CommandFailure e) {
            if (e.code() != TRANSACTION_TOO_OLD) {
                note(call, now);
            }
            throw e;
        }
    }

    /** Forgets all of them, as the end of the process does. */
    void forgetAll() {
        lock.lock();
        try {
            bySession.clear();
        } finally {
            lock.unlock();
        }
    }

    private Begun at(EngineCall call) {
        Begun before = known(call);
        boolean starts = Boolean.TRUE.equals(call.body().get("startTransaction"));
        if (before == null && !starts) {
            throw new CommandFailure(
                    NO_SUCH_TRANSACTION,
                    "transaction " + call.body().get("txnNumber") + " was not begun through this mongos");
        }
        boolean writes =
                !Transactions.isEnd(call.name()) && CommandKind.of(call.name(), call.body()) == CommandKind.WRITE;
        return new Begun(
                String.valueOf(call.body().get("txnNumber")), writes || (!starts && before != null && before.wrote()));
    }

    private static Document token(Begun begun) {
        return begun.wrote() ? new Document(SHARD, "lab") : new Document();
    }

    /** What became of one that was begun elsewhere; it is rolled back if nobody has committed it. */
    private Document recover(EngineCall commit, long term) {
        if (!(commit.body().get(TOKEN) instanceof Document token)) {
            throw new CommandFailure(
                    NO_RECOVERY_TOKEN, "there is no recovery token, and nothing was done through this mongos");
        }
        if (!token.containsKey(SHARD)) {
            throw new CommandFailure(NO_SUCH_TRANSACTION, "the recovery token is empty: the transaction has only read");
        }
        try {
            Document unused = shard.run(new EngineCall("abortTransaction", commit.database(), commit.body()), term);
        } catch (CommandFailure e) {
            if (e.code() == TRANSACTION_COMMITTED) {
                return new Document("ok", 1.0);
            }
            throw e;
        }
        throw new CommandFailure(NO_SUCH_TRANSACTION, "the transaction was not committed, and is rolled back");
    }

    private @Nullable Begun known(EngineCall call) {
        lock.lock();
        try {
            Begun last = bySession.get(session(call));
            return last != null
                            && last.number().equals(String.valueOf(call.body().get("txnNumber")))
                    ? last
                    : null;
        } finally {
            lock.unlock();
        }
    }

    private void note(EngineCall call, Begun now) {
        lock.lock();
        try {
            bySession.put(session(call), now);
            if (bySession.size() > MAX_SESSIONS) {
                Iterator<Object> oldest = bySession.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    private static Object session(EngineCall call) {
        return call.body().get("lsid") instanceof Document lsid ? String.valueOf(lsid.get("id")) : "";
    }
}
