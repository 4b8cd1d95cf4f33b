package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The data engine of {@code mongo-java-server} in memory, with its known untruths corrected around it.
 *
 * <p>One command runs at a time, whole batches included.
 *
 * <p><strong>What it cannot do.</strong> Refused aloud, by code 238 unless another is named:
 *
 * <ul>
 *   <li>collation, {@code let}, {@code min}/{@code max}, {@code returnKey}, {@code showRecordId}, tailable cursors, explain;
 *   <li>updates given as pipelines; {@code sort} in an update statement;
 *   <li>capped, clustered and time series collections, views, validators; partial, collated and wildcard-projected indexes;
 *   <li>change streams (40573), transactions and retryable writes (20), as on any standalone server;
 *   <li>aggregation stages beyond match, skip, limit, sort, project, count, group, addFields/set, unset, unwind, lookup,
 *       graphLookup, replaceRoot/replaceWith, sample, sortByCount, bucket, facet, indexStats, out, merge, redact (40324);
 *       aggregation of a whole database (73);
 *   <li>values of BSON types undefined, symbol, DBPointer, code with scope, of binary subtypes other than 0, 3 and 4, and
 *       documents with a field twice (2).
 * </ul>
 *
 * <p>Taken without effect, as no result depends on it or none should:
 *
 * <ul>
 *   <li>{@code hint} (indexes that are not there are not noticed), {@code maxTimeMS}, {@code readConcern},
 *       {@code writeConcern} of one node, {@code comment}, {@code allowDiskUse};
 *   <li>indexes that are not unique: they are listed, and every query scans; {@code expireAfterSeconds} deletes nothing.
 * </ul>
 *
 * <p>Differs from a server: cursors never expire and are bound to no session; a cursor whose collection was dropped is not
 * found (43) rather than killed (175); a document that an update grows beyond 16 MB is stored; {@code drop} of what is not
 * there fails (26), which servers from 7.0 on let pass; write errors have no {@code keyPattern} and {@code keyValue}.
 */
public final class MemoryEngine implements Engine {
    /** Guards everything below it; no I/O happens under it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Backend backend = new Backend();
    private final Cursors cursors = new Cursors();
    private final Queries queries = new Queries(backend, cursors);
    private final Writes writes = new Writes(backend);
    private final FindAndModify findAndModify = new FindAndModify(backend);
    private final Catalog catalog = new Catalog(backend, cursors);
    private final Indexes indexes = new Indexes(backend, cursors);

    /** An empty engine. */
    public MemoryEngine() {}

    @Override
    public boolean supports(String command) {
        return CommandShapes.contains(command);
    }

    @Override
    public Document execute(EngineCall call) {
        Namespaces.requireDatabase(call.database());
        CommandShapes.check(call.name(), call.body());
        lock.lock();
        try {
            return dispatch(call).append("ok", 1.0);
        } catch (RuntimeException e) {
            throw Failures.of(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int openCursors() {
        lock.lock();
        try {
            return cursors.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            backend.clear();
        } finally {
            lock.unlock();
        }
    }

    private Document dispatch(EngineCall call) {
        return switch (call.name()) {
            case "find" -> queries.find(call);
            case "aggregate" -> queries.aggregate(call);
            case "count" -> queries.count(call);
            case "distinct" -> queries.distinct(call);
            case "getMore" -> cursors.getMore(call);
            case "killCursors" -> cursors.kill(call);
            case "insert" -> writes.insert(call);
            case "update" -> writes.update(call);
            case "delete" -> writes.delete(call);
            case "findAndModify" -> findAndModify.run(call);
            default -> administer(call);
        };
    }

    private Document administer(EngineCall call) {
        return switch (call.name()) {
            case "create" -> catalog.create(call);
            case "drop" -> catalog.drop(call);
            case "dropDatabase" -> catalog.dropDatabase(call);
            case "renameCollection" -> catalog.rename(call);
            case "listCollections" -> catalog.listCollections(call);
            case "listDatabases" -> catalog.listDatabases(call);
            case "createIndexes" -> indexes.create(call);
            case "dropIndexes" -> indexes.drop(call);
            case "listIndexes" -> indexes.list(call);
            case "collStats" -> catalog.stats(call, "size", "storageSize", "totalIndexSize");
            case "dbStats" -> catalog.stats(call, "dataSize", "storageSize", "indexSize", "fileSize");
            case "validate" -> catalog.validate(call);
            default -> throw new CommandFailure(59, "no such command: '" + call.name() + "'");
        };
    }
}
