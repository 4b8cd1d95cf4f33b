package io.github.mooring.api;

import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A conversation with the deployment: whose rights, which mode, which concerns, which open cursors; mgo's Session. It
 * holds no socket of its own: each operation takes one for as long as it lasts. Where mgo kept a socket for the sake
 * of order, the same is promised here by other means: what a session has seen is remembered, and shared by
 * {@link #share()}; what has to stay on one connection is put into a {@link #startRequest() request}.
 *
 * <p>Any thread may use it; concurrent operations of one session run side by side. No setting waits for an operation,
 * and a session can be closed while operations of it wait: those that wait for a connection then end with
 * {@link MongoClosedException}. Settings are the session's own, and hold from its next operation on. How many sockets
 * there may be is not a setting of a session (mgo's SetPoolLimit): all sessions share them, so it is the option
 * {@code maxPoolSize} of the factory.
 *
 * <p><b>Errors.</b> A session heals by itself: after a network error, which the operation that met it reports, the next
 * operation takes another connection. If the session held something that is gone with the server, the operation says so
 * by {@link MongoSessionStateLostException}, once. With {@code sessionRecovery=strict} it is as it was in mgo: after a
 * network error every operation fails with that error, until {@link #refresh()}.
 *
 * <p><b>Transactions.</b> {@link #startTransaction()} makes what follows one unit; {@link #withTransaction} does that with the retries
 * that MongoDB asks for.
 *
 * <p>In a container it is a connection handle: open it, use it and close it within one business method, or keep it, as
 * the container allows.
 *
 * <p>Everything but {@link #isClosed()} and {@link #close()} throws {@link MongoClosedException} once the session is
 * closed.
 */
public interface MongoSession extends AutoCloseable {
    /** The database that the configuration names, {@code test} if it names none. No I/O. */
    MongoDatabase getDatabase();

    /**
     * A database by name. No I/O.
     *
     * @throws IllegalArgumentException if a server would refuse the name
     */
    MongoDatabase getDatabase(String databaseName);

    /** The names of the databases that the session's user may see. */
    List<String> listDatabaseNames();

    /** The databases that the session's user may see: {@code name}, {@code sizeOnDisk}, {@code empty}. */
    List<Document> listDatabases();

    /**
     * Asks the server for a sign of life.
     *
     * @return how long the round trip took
     */
    Duration ping();

    /**
     * A session with the same settings and nothing else in common (mgo's New): its user is the one that this session
     * was opened with, whoever has logged in since. It need not see what this one has written. No I/O.
     */
    MongoSession newSession();

    /**
     * A session with the same settings and the same user, that shares nothing else with this one (mgo's Copy): it need
     * not see what this one has written. A later login of the one is not one of the other. No I/O.
     */
    MongoSession copy();

    /**
     * A session with the same settings and the same user, that has seen what this one has seen and will see, and the
     * other way round (mgo's Clone): if one of them writes, a monotonic read of the other comes from the primary, too.
     * Settings are independent from now on, as are login and close; {@link #refresh()} parts the two. No I/O.
     */
    MongoSession share();

    /**
     * Forgets what binds the session to a server, so that a {@link Mode#MONOTONIC} session may read from secondaries
     * again, and what it shares with others (mgo's Refresh). Operations under way, open cursors and requests go on.
     */
    void refresh();

    /**
     * A request: operations over one connection. No I/O; the first operation takes the connection.
     *
     * @return a handle to be closed soon; the session's end closes it as well
     */
    MongoRequest startRequest();

    /** As {@link #startTransaction(TransactionOptions)}, with everything as the session has it. */
    default void startTransaction() {
        startTransaction(TransactionOptions.DEFAULTS);
    }

    /**
     * Begins a transaction: what is done through this session from now on, until {@link #commitTransaction()} or
     * {@link #abortTransaction()}, is stored as a whole or not at all, and not seen by others before. No I/O: the first operation
     * begins it at the server, too.
     *
     * <p>Its operations take turns, whatever threads they come from. All of them go to the primary, and none is tried a second time:
     * after an error with the label {@code TransientTransactionError} the transaction is over, and what is left is to end it and to
     * begin the work anew. It may last {@code transactionMaxTimeMS} at most: the first operation after that has it aborted at the
     * server, and that one, all others and the commit throw {@link MongoTransactionAbortedException} until
     * {@link #abortTransaction()} or {@link #commitTransaction()} has ended it. A cursor that was opened before goes on outside of it; one that was opened within ends with it.
     *
     * @throws MongoTransactionException if the session is in a transaction already, if its write concern is unacknowledged, or if the
     *     server is known to have no transactions: they need a replica set or a sharded cluster
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions/transactions.md#starttransaction">
     *     Transactions: startTransaction</a>
     */
    void startTransaction(TransactionOptions options);

    /**
     * Commits the session's transaction. Costs no round trip if nothing was done in it.
     *
     * <p>If no answer comes, the commit is repeated, and it alone, until there is one, for {@code commitRetryBudgetMS} at most. May be
     * called again after it has returned or failed, as long as the session has done nothing else: the commit is sent once more then, to
     * be acknowledged by a majority.
     *
     * @throws MongoTransactionAbortedException if the transaction is rolled back, for certain
     * @throws MongoCommitUnknownException      if nobody knows whether it is committed
     * @throws MongoWriteConcernException       if it is committed, but not as durably as was asked for
     * @throws MongoTransactionException        if there is no transaction to commit
     */
    void commitTransaction();

    /**
     * Rolls the session's transaction back. Costs no round trip if nothing was done in it. That the server cannot be told is no error: it
     * rolls back by itself what is not committed.
     *
     * @throws MongoTransactionException if there is no transaction to abort
     */
    void abortTransaction();

    /**
     * Whether a transaction has been started that nobody has committed or aborted here; that after an error nothing more can be done in it
     * does not end it. No I/O.
     */
    boolean hasTransaction();

    /** As {@link #withTransaction(TransactionBody, TransactionOptions)}, with everything as the session has it. */
    default <T extends @Nullable Object> T withTransaction(TransactionBody<T> body) {
        return withTransaction(body, TransactionOptions.DEFAULTS);
    }

    /**
     * Does something within a transaction: starts it, calls {@code body}, commits. If that fails with the label
     * {@code TransientTransactionError} everything is done again, {@code body} included, after a pause of up to half a second that has
     * chance in it; a commit of unknown outcome is repeated. That goes on for {@link #timeout()}, or for 120 seconds if that is zero.
     * If {@code body} throws, the transaction is aborted. If it ends the transaction itself, that is left so. A transaction that has
     * lasted longer than {@code transactionMaxTimeMS} is not done again: it would take as long again.
     *
     * @return what {@code body} has returned in the end
     * @throws MongoTransactionAbortedException if it has lasted too long, even if {@code body} has caught what said so
     * @throws MongoOperationTimeoutException if there was no time left for another attempt; it has labels and cause of the last error
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/transactions-convenient-api/transactions-convenient-api.md">
     *     Convenient API for Transactions</a>
     */
    <T extends @Nullable Object> T withTransaction(TransactionBody<T> body, TransactionOptions options);

    /** From which servers the session reads; {@link Mode#STRONG} unless the configuration says otherwise. */
    Mode mode();

    /** Changes the mode and forgets what binds the session to a server, as {@link #refresh()} does. */
    void setMode(Mode mode);

    /**
     * Changes the mode.
     *
     * @param refresh whether to forget what binds the session to a server. If not, a session that has used the primary
     *     before, in another mode than {@link Mode#EVENTUAL}, stays with it in {@link Mode#MONOTONIC} and
     *     {@link Mode#EVENTUAL} mode, until it is refreshed; the other modes mean the same either way
     */
    void setMode(Mode mode, boolean refresh);

    /**
     * Which members the session reads from, where its mode allows others than the primary (mgo's SelectServers): those
     * that have all tags of the first set; if there is none, of the second, and so on. (To mgo the order meant
     * nothing; today's servers and drivers go by it.) Reads that only the primary may answer are not concerned.
     *
     * @param tagSets none forgets the tags; {@link TagSet#ANY} as the last one means "or else any member"
     */
    void selectServers(TagSet... tagSets);

    /**
     * What was given to {@link #selectServers}, or else to the option {@code readPreferenceTags} of the configuration;
     * immutable, and empty if neither says anything.
     */
    List<TagSet> selectedServers();

    /** The servers that are known to be alive; empty before the first has answered. No I/O. */
    List<ServerAddress> liveServers();

    /** What reads of this session ask for. */
    ReadConcern readConcern();

    /** Changes what reads of this session ask for, from the next operation on: find, aggregate, count and distinct. */
    void setReadConcern(ReadConcern readConcern);

    /** What writes of this session ask for. */
    WriteConcern writeConcern();

    /**
     * Changes what writes of this session ask for, from the next operation on. What was {@code SetSafe(nil)} in mgo is
     * {@link WriteConcern#UNACKNOWLEDGED}: such a write is not answered at all.
     */
    void setWriteConcern(WriteConcern writeConcern);

    /** Raises what writes of this session ask for, and never lowers it; see {@link WriteConcern#raisedTo}. */
    void ensureWriteConcern(WriteConcern atLeast);

    /** Whether operations of this session follow one another wherever they are carried out. */
    boolean causalConsistency();

    /**
     * Changes whether operations of this session follow one another wherever they are carried out: whether a read that goes to a
     * secondary waits until that has what the session has read and written before. False unless set: who reads from the primary has that
     * anyway, and a secondary that lags makes such a read wait. Holds for a member of a replica set and a mongos that takes part in the
     * deployment's clock, with majority as read and write concern for all of it; sessions made by {@link #share()} have one order, and
     * {@link #refresh()} forgets it.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/causal-consistency/causal-consistency.md">Causal
     *     Consistency</a>
     */
    void setCausalConsistency(boolean causal);

    /** Longest time of one operation of this session; zero is no limit. */
    Duration timeout();

    /**
     * Changes the longest time of one operation of this session, with all its waits: choosing a server, waiting for a
     * connection, sending, receiving. It stands for mgo's SetSyncTimeout and SetSocketTimeout, and is nobody else's.
     *
     * @param limit zero is no limit; the default is the {@code timeoutMS} of the configuration
     * @throws IllegalArgumentException if it is negative or over 2147483647 ms
     */
    void setTimeout(Duration limit);

    /** Longest wait of this session for a connection; zero leaves it to {@link #timeout()}. */
    Duration waitQueueTimeout();

    /**
     * Changes the longest wait of this session for a connection (mgo's SetPoolTimeout): for one to come free, or for leave
     * to open one. Opening it is limited by {@link #timeout()} and {@code connectTimeoutMS}.
     *
     * @param limit zero leaves it to {@link #timeout()}; the default is the option {@code waitQueueTimeoutMS}, and the
     *     session's own may be shorter or longer
     * @throws IllegalArgumentException if it is negative, or over 2147483647 ms
     */
    void setWaitQueueTimeout(Duration limit);

    /** Whether cursors of this session are kept by the server however long they lie idle. */
    boolean noCursorTimeout();

    /**
     * Changes whether cursors of queries made from now on are kept by the server however long they lie idle (mgo's
     * SetCursorTimeout(0)); by default it ends them after ten minutes. Close such cursors.
     */
    void setNoCursorTimeout(boolean noCursorTimeout);

    /** How many documents queries of this session fetch per round trip if they say nothing; 0 leaves it to the server. */
    int batchSize();

    /**
     * Changes how many documents queries made from now on fetch per round trip, unless they say something else (mgo's
     * SetBatch). There is no SetPrefetch: nothing is fetched before it is asked for, because that needs a thread that
     * works for the session in the background.
     *
     * @param batchSize 0 leaves it to the server, which is the default
     * @throws IllegalArgumentException if it is negative
     */
    void setBatchSize(int batchSize);

    /** Whether writes of this session skip the validation rules of collections. */
    boolean bypassDocumentValidation();

    /** Changes whether inserts, updates, replacements and findAndModify of this session skip the validation rules. */
    void setBypassDocumentValidation(boolean bypass);

    /**
     * Makes another user the session's (mgo's Login). The user is verified at once, by one round trip over a connection
     * of that user; after a failure the session is as it was. For the user that the session has already, nothing is
     * done. Connections belong to one user for ever, so nobody else is concerned: sessions made by {@link #copy()} or
     * {@link #share()} before, open requests and the container's view of the session keep their user.
     *
     * @param userName as the server knows it, not empty; defined in the configured {@code authSource}
     * @param password copied; the caller may wipe its array afterwards
     * @throws IllegalArgumentException if {@code userName} is empty
     * @throws MongoSecurityException   if the server refuses user or password
     */
    void login(String userName, char[] password);

    /** Undoes {@link #login}: the user is again the one that the session was opened with. No I/O. */
    void logout();

    /**
     * Says that this session shall not be used again once it is closed (mgosession documented such a mark). The slot of
     * the session pool that it is from gets a new session at once; a container destroys what carries the session when
     * it is closed. Until then the session goes on. Idempotent.
     */
    void doNotReuse();

    /** Whether {@link #close()} was called, or the container has taken the session back. */
    boolean isClosed();

    /**
     * Ends the session, its cursors and its requests, and aborts its transaction. Idempotent; never throws for a server that cannot be reached.
     * What is called on it afterwards, and every operation on what it has given out, throws
     * {@link MongoClosedException}.
     */
    @Override
    void close();
}
