package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The data engine of {@code mongo-java-server} in memory, with its known untruths corrected around it.
 *
 * <p>One command runs at a time, whole batches included.
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
