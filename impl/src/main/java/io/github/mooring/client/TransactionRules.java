package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoTransactionException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.ServerKind;
import io.github.mooring.operation.Access;
import io.github.mooring.operation.Aggregate;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.RunCommand;
import io.github.mooring.topology.ReadPreference;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What MongoDB does not do in a transaction, told before anything is sent; the transaction goes on. Stateless.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/transactions-operations/">MongoDB manual: operations in transactions</a>
 */
final class TransactionRules {
    private static final int NOT_SUPPORTED = 263;
    /** MongoDB 4.4. */
    private static final int CREATES_COLLECTIONS = 9;

    /** Asks nothing of the data, so it is no part of a transaction even while there is one. */
    private static final Set<String> OUTSIDE = Set.of(
            "ping", "hello", "isMaster", "ismaster", "buildInfo", "connectionStatus", "killCursors", "endSessions");

    /** What is refused, and the rule. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("listDatabases", "databases cannot be listed"),
            Map.entry("listCollections", "collections cannot be listed"),
            Map.entry("listIndexes", "indexes cannot be listed"),
            Map.entry("count", "count is not done; countDocuments, which aggregates, takes its place"),
            Map.entry("drop", "collections cannot be dropped"),
            Map.entry("dropDatabase", "databases cannot be dropped"),
            Map.entry("dropIndexes", "indexes cannot be dropped"),
            Map.entry("renameCollection", "collections cannot be renamed"),
            Map.entry("explain", "explain is not done"),
            Map.entry("mapReduce", "mapReduce is not done; aggregate takes its place"),
            Map.entry("parallelCollectionScan", "parallel cursors are not opened"));

    private static final Set<String> REFUSED_STAGES = Set.of(
            "$out",
            "$merge",
            "$changeStream",
            "$collStats",
            "$currentOp",
            "$indexStats",
            "$listLocalSessions",
            "$listSessions",
            "$planCacheStats");

    private static final Set<String> SYSTEM_DATABASES = Set.of("admin", "config", "local");
    private static final Set<String> CREATING = Set.of("create", "createIndexes");

    private TransactionRules() {}

    /** Whether a command belongs to the transaction that its session is in. */
    static boolean concern(Command<?> command) {
        return !OUTSIDE.contains(command.name());
    }

    /**
     * Looks at a command of a transaction.
     *
     * @throws MongoTransactionException naming the rule that it breaks
     */
    static void check(Command<?> command, SessionCall call) {
        String rule = REFUSED.get(command.name());
        if (rule != null) {
            throw refused(command, rule);
        }
        if (command instanceof RunCommand<?> own) {
            checkConcerns(own);
        } else if (SYSTEM_DATABASES.contains(command.databaseName())) {
            throw refused(command, "the databases admin, config and local are not touched");
        }
        if (command instanceof Aggregate<?> aggregate) {
            checkStages(aggregate);
        }
        checkMode(command, call);
    }

    private static void checkConcerns(RunCommand<?> command) {
        if (command.has("readConcern")) {
            throw refused(
                    command,
                    "Cannot set read concern after starting a transaction; give it to the transaction by its options");
        }
        if (command.has("writeConcern")) {
            throw refused(
                    command,
                    "Cannot set write concern after starting a transaction; give it to the transaction by its options");
        }
    }

    private static void checkStages(Aggregate<?> aggregate) {
        List<String> stages = aggregate.pipeline().stageNames();
        for (String stage : stages) {
            if (REFUSED_STAGES.contains(stage)) {
                throw refused(aggregate, "the stage " + stage + " is not done");
            }
        }
    }

    /** A monotonic session reads from the primary once it has used it, which a transaction does. */
    private static void checkMode(Command<?> command, SessionCall call) {
        Mode mode = call.settings().mode();
        if (mode == Mode.MONOTONIC) {
            call.bond().usePrimary();
        } else if (command.access() == Access.READ && ReadPreference.of(mode, true) != ReadPreference.PRIMARY) {
            throw refused(
                    command,
                    "read preference in a transaction must be primary, but the session's mode is " + mode
                            + "; set it to STRONG");
        }
    }

    /**
     * Looks at the server that is about to get a command of a transaction.
     *
     * @throws MongoTransactionException if it cannot do it
     */
    static void checkServer(Command<?> command, ConnectionDescription server) {
        if (server.kind() == ServerKind.STANDALONE) {
            throw standalone(server.server());
        }
        if (RetryRules.sessionTimeout(server) == null) {
            throw new MongoTransactionException(
                    "transactions need sessions, which " + server.server()
                            + " does not have; MongoDB has them since 3.6, and" + " transactions since 4.0",
                    ErrorContext.unsent(server.server()),
                    null);
        }
        if (CREATING.contains(command.name()) && server.maxWireVersion() < CREATES_COLLECTIONS) {
            throw refused(command, "collections and indexes are created since MongoDB 4.4 only");
        }
    }

    /** The error where there are no transactions at all. */
    static MongoTransactionException standalone(ServerAddress server) {
        return new MongoTransactionException(
                "transactions need a replica set or sharded cluster; " + server
                        + " is a standalone (in a container, property TransactionLevel=NoTransaction of the factory keeps its"
                        + " sessions out of the container's transactions)",
                ErrorContext.unsent(server),
                null);
    }

    private static MongoTransactionException refused(Command<?> command, String rule) {
        return new MongoTransactionException(
                command.name() + " on " + command.databaseName() + " cannot be done in a transaction: " + rule
                        + ". Nothing was sent; the transaction goes on",
                ErrorContext.NONE.withCode(NOT_SUPPORTED, "OperationNotSupportedInTransaction", Set.of()),
                null);
    }
}
