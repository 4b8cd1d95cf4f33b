package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Set;

/** What a command asks of the member that it reaches. */
enum CommandKind {
    /** Runs on a primary only. */
    WRITE,
    /** Runs on a secondary as well if the client allows it. */
    READ,
    /** Runs anywhere. */
    FREE;

    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findAndModify",
            "create",
            "drop",
            "dropDatabase",
            "createIndexes",
            "dropIndexes",
            "renameCollection",
            "commitTransaction",
            "abortTransaction");

    private static final Set<String> READS = Set.of(
            "find",
            "aggregate",
            "count",
            "distinct",
            "listCollections",
            "listDatabases",
            "listIndexes",
            "collStats",
            "dbStats",
            "validate");

    static CommandKind of(String command, Document body) {
        if (WRITES.contains(command) || (command.equals("aggregate") && writesOutput(body))) {
            return WRITE;
        }
        return READS.contains(command) ? READ : FREE;
    }

    private static boolean writesOutput(Document body) {
        return body.get("pipeline") instanceof Collection<?> pipeline
                && pipeline.stream()
                        .anyMatch(stage -> stage instanceof Document document
                                && (document.containsKey("$out") || document.containsKey("$merge")));
    }
}
