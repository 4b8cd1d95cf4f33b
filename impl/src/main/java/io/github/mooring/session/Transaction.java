package io.github.mooring.session;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.MongoWaitQueueTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.api.event.TransactionEnded;
import io.github.mooring.api.event.TransactionEnded.Outcome;
import io.github.mooring.connection.Connection;
import io.github.mooring.pool.Lease;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.RawDocument;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * One transaction: where it stands, by which number the server knows it, to which server or connection it is bound. Thread-safe. It
 * belongs to no session: in a container several handles take part in one.
 *
 * <p>The server works through one command of a transaction after another, so they take turns: each is an {@link #enter} and a
 * {@link #leave}. The turn is a mark, not a lock, so I/O may be done meanwhile. What changes is written by who has the turn, and may be
 * read by all.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#clientsession-changes">
 *     Transactions: states</a>
 */
public final class Transaction {
    /** For a commit that is repeated, unless the application has said how long. Source: Transactions, commitTransaction. */
    private static final Duration REPEATED_COMMIT_TIMEOUT = Duration.ofSeconds(10);

    /** Where a transaction stands. */
    public enum State {
        /** Begun here; the server has not heard of it. */
        STARTING,
        /** Begun at the server as well. */
        IN_PROGRESS,
        /** To be committed; with what outcome is another question. */
        COMMITTED,
        /** Rolled back, or to be. */
        ABORTED
    }

    private final TransactionSettings settings;
    private final HeldSession held;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();

    /** Who has the turn; null for nobody. */
    @GuardedBy("lock")
    private @Nullable Thread owner;

    /** Whether nobody will use it any more. */
    @GuardedBy("lock")
    private boolean retired;

    /** Commands that were sent in it. */
    @GuardedBy("lock")
    private int operations;

    /** When the command that may begin it was about to be written last; means nothing before the first. */
    @GuardedBy("lock")
    private long steppedNanos;

    /** How often its end was sent. */
    @GuardedBy("lock")
    private int endings;

    /** What has become of it; null as long as nobody has ended it. */
    @GuardedBy("lock")
    private @Nullable Outcome outcome;

    private volatile State state = State.STARTING;
    /** Null until the first command is written. */
    private volatile @Nullable WriteNumber number;
    /** Those of its user; null until the first command is written. */
    private volatile @Nullable ServerSessions sessions;
    /** When the command that has begun it was written; zero before there was an answer, or none to be expected. */
    private volatile long begunNanos;
    /** Where a command of it was sent last; null until then. */
    private volatile @Nullable ServerAddress lastServer;
    /** The mongos that alone knows of it. */
    private volatile @Nullable ServerAddress server;
    /** The connection over which alone it can go on, behind a load balancer. */
    private volatile @Nullable Lease<Connection> connection;
    /** By which another mongos finds out what became of it. */
    private volatile @Nullable BsonDocument recoveryToken;
    /** After what it cannot go on. */
    private volatile @Nullable MongoException doom;
    /** Whether the server was told to roll it back although nobody has ended it here. */
    private volatile boolean withdrawn;
    /** Whether a commit has been sent whose outcome is not the end of it. */
    private volatile boolean commitTried;

    /**
     * A transaction of which the server has not heard.
     *
     * @param held has the server session for it; of its transactions one lasts at a time
     */
    public Transaction(TransactionSettings settings, HeldSession held, Clock clock) {
        this.settings = settings;
        this.held = held;
        this.clock = clock;
        held.count();
    }

    /** How it is carried out. */
    public TransactionSettings settings() {
        return settings;
    }

    /** Where it stands. */
    public State state() {
        return state;
    }

    /** Whether it is neither committed nor aborted. */
    public boolean isActive() {
        State now = state;
        return now == State.STARTING || now == State.IN_PROGRESS;
    }

    /** Whether the server may have heard of it, and not of its end. */
    public boolean isKnownToServer() {
        return number != null && begunNanos != 0 && !withdrawn;
    }

    /**
     * Waits for its turn.
     *
     * @throws MongoWaitQueueTimeoutException if another operation had it until the deadline
     * @throws MongoTransactionException      if this thread has it already, or nobody is to use the transaction any more
     * @throws MongoClosedException           if the wait was cancelled
     */
    public void enter(Deadline deadline, Cancellation cancellation) {
        Cancellation.Registration registration = cancellation.onCancel(this::wakeAll);
        try {
            awaitTurn(deadline, cancellation);
        } finally {
            registration.close();
        }
    }

    private void wakeAll() {
        lock.lock();
        try {
            free.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(Deadline deadline, Cancellation cancellation) {
        lock.lock();
        try {
            checkInUse();
            while (owner != null) {
                checkWait(owner, deadline, cancellation);
                var unused = clock.awaitNanos(lock, free, deadline.remainingNanos());
                checkInUse();
            }
            owner = Thread.currentThread();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoInterruptedException(
                    "interrupted while waiting for another operation of the transaction", ErrorContext.NONE, e);
        } finally {
            lock.unlock();
        }
    }

    /** What was told as over must not go on. */
    @GuardedBy("lock")
    private void checkInUse() {
        if (retired) {
            throw over();
        }
    }

    /** What whoever comes too late is told. */
    public MongoTransactionException over() {
        return new MongoTransactionException(
                "the transaction has ended: it was " + (state == State.COMMITTED ? "committed" : "aborted"),
                ErrorContext.NONE,
                null);
    }

    private static void checkWait(Thread other, Deadline deadline, Cancellation cancellation) {
        if (other == Thread.currentThread()) {
            throw new MongoTransactionException(
                    "an operation of the transaction was called by another one, as by a codec; a transaction does one after"
                            + " another",
                    ErrorContext.NONE,
                    null);
        }
        if (cancellation.isCancelled()) {
            throw new MongoClosedException(
                    "closed while an operation waited for another one of its transaction", ErrorContext.NONE, null);
        }
        if (deadline.isExpired()) {
            throw new MongoWaitQueueTimeoutException(
                    "another operation of the transaction, in thread '" + other.getName()
                            + "', was not done within all of "
                            + deadline.budget().toMillis() + " ms; a transaction does one after another",
                    ErrorContext.NONE,
                    null);
        }
    }

    /** Ends the turn; the connection to be given back, if nobody will use it any more. */
    public @Nullable Lease<Connection> leave() {
        lock.lock();
        try {
            owner = null;
            free.signal();
            return retired ? unpin() : null;
        } finally {
            lock.unlock();
        }
    }

    /** Says that nobody will use it any more, whoever waits for the turn included; the connection to be given back, if nobody has the turn. */
    public @Nullable Lease<Connection> retire() {
        lock.lock();
        try {
            retired = true;
            free.signalAll();
            return owner == null ? unpin() : null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What its next command brings along.
     *
     * @param home the server sessions of its user
     * @param kept how long the server keeps a session that is not used
     * @throws MongoTransactionException if it belongs to another user
     */
    @SuppressWarnings("ReferenceEquality") // each user has one set of server sessions
    public TransactionStep step(ServerSessions home, Duration kept) {
        WriteNumber known = number;
        if (known == null) {
            known = held.begin(home, kept);
            number = known;
            sessions = home;
        } else if (sessions != home) {
            throw new MongoTransactionException(
                    this + " belongs to another user than the one who is to go on with it; end it before the login",
                    ErrorContext.NONE,
                    null);
        }
        boolean starts = state == State.STARTING;
        if (starts) {
            noteStart();
        }
        return new TransactionStep(this, known, starts);
    }

    /** The server counts from the command on, not from its reply. */
    private void noteStart() {
        long now = clock.nanoTime();
        lock.lock();
        try {
            steppedNanos = now == 0 ? 1 : now; // zero stands for never
        } finally {
            lock.unlock();
        }
    }

    private long startedNanos() {
        lock.lock();
        try {
            return steppedNanos;
        } finally {
            lock.unlock();
        }
    }

    /** Notes that this server may have heard of it by the command of its last {@link #step}. */
    public void sent(ServerAddress to) {
        held.used(clock.nanoTime());
        lastServer = to;
        count();
        if (state == State.STARTING) {
            begunNanos = startedNanos();
            state = State.IN_PROGRESS;
        }
    }

    private void count() {
        boolean ends = withdrawn || !isActive();
        lock.lock();
        try {
            operations += ends ? 0 : 1;
            endings += ends ? 1 : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Notes what has become of it; true if that is new. What is committed stays so, whatever comes of another commit. */
    public boolean settle(Outcome found) {
        lock.lock();
        try {
            boolean isNew = outcome != Outcome.COMMITTED && outcome != found;
            outcome = isNew ? found : outcome;
            return isNew;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether it can still be committed: it is active, or a commit of it is under way or has ended without any outcome, as one that was
     * refused does.
     */
    public boolean isOpen() {
        lock.lock();
        try {
            return isActive() || (state == State.COMMITTED && outcome == null);
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody has the turn. */
    public boolean isBusy() {
        lock.lock();
        try {
            return owner != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a commit was sent before that may have been done. */
    public boolean mayBeCommitted() {
        lock.lock();
        try {
            return outcome == Outcome.COMMITTED || outcome == Outcome.UNKNOWN;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is told of its end.
     *
     * @param user    whose it is, as {@code user@source}; null for nobody
     * @param outcome what has become of it
     */
    public TransactionEnded ended(@Nullable String user, Outcome outcome) {
        lock.lock();
        try {
            return new TransactionEnded(lastServer, user, outcome, operations, endings, age());
        } finally {
            lock.unlock();
        }
    }

    /** Notes what a reply says for the transaction. */
    public void noteReply(RawDocument reply) {
        RawDocument token = reply.document("recoveryToken");
        if (token != null) {
            recoveryToken = token.toBsonDocument();
        }
    }

    /** How long ago the command was written by which the server has begun it; zero if it has not. */
    public Duration age() {
        return begunNanos == 0 ? Duration.ZERO : Duration.ofNanos(clock.nanoTime() - begunNanos);
    }

    /** What commits and aborts bring along, so that any mongos knows what to do; null where there is none. */
    public @Nullable BsonDocument recoveryToken() {
        return recoveryToken;
    }

    /** The mongos that it is bound to; null for none. */
    public @Nullable ServerAddress server() {
        return server;
    }

    /** The connection that it is bound to; null for none. */
    public @Nullable Lease<Connection> connection() {
        return connection;
    }

    /** Whether it is bound to a mongos or a connection. */
    public boolean isPinned() {
        return server != null || connection != null;
    }

    /** Binds it to the mongos that is about to begin it. */
    public void pin(ServerAddress mongos) {
        server = mongos;
    }

    /** Binds it to the connection over which it is about to begin. */
    public void pin(Lease<Connection> balanced) {
        connection = balanced;
    }

    /** Ends what binds it; the connection to be given back, if there was one. */
    public @Nullable Lease<Connection> unpin() {
        Lease<Connection> over = connection;
        connection = null;
        server = null;
        return over;
    }

    /** Notes after what it cannot go on; the first counts. */
    public void doom(MongoException e) {
        if (doom == null) {
            doom = e;
        }
    }

    /** After what it cannot go on; null if it can. */
    public @Nullable MongoException doom() {
        return doom;
    }

    /** Notes that the server has to do with it no more; here it goes on, refusing everything, until whoever began it ends it. */
    public void withdrawn() {
        withdrawn = true;
    }

    /** Notes a network error under one of its commands. */
    public void connectionLost() {
        held.markDirty();
    }

    /** Notes that it is to be committed, from now on whatever happens. */
    public void committing() {
        state = State.COMMITTED;
    }

    /** Notes that it is rolled back, or to be. */
    public void aborting() {
        state = State.ABORTED;
    }

    /** Notes that a commit was sent and has to be repeated; from then on a majority has to have it. */
    public void commitTried() {
        commitTried = true;
    }

    /**
     * The write concern of the next commit.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#writeconcern-for-committransaction-attempts">
     *     Transactions: writeConcern for commitTransaction attempts</a>
     */
    public WriteConcern commitConcern() {
        WriteConcern wanted = settings.writeConcern();
        if (!commitTried) {
            return wanted;
        }
        Duration limit = wanted.wTimeout().isZero() ? REPEATED_COMMIT_TIMEOUT : wanted.wTimeout();
        return new WriteConcern("majority", wanted.journal(), limit);
    }

    @Override
    public String toString() {
        WriteNumber known = number;
        return known == null
                ? "transaction that has done nothing"
                : "transaction " + known.transaction() + " of session " + known.session();
    }
}
