package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;

/** What a command does, as far as rights are concerned. */
enum Action {
    /** Nothing that needs a right beyond being authenticated. */
    NONE,
    READ,
    /** Lists and numbers about collections. */
    DESCRIBE,
    WRITE,
    /** Creates and drops collections and indexes. */
    SHAPE,
    DROP_DATABASE,
    /** Concerns the whole server. */
    ADMINISTER;

    /** What the command {@code name} with this body does. */
    static Action of(String name, Document body) {
        return switch (name) {
            case "find", "count", "distinct" -> READ;
            case "aggregate" -> writesOutput(body) ? WRITE : READ;
            case "listCollections", "listIndexes", "collStats", "dbStats", "validate" -> DESCRIBE;
            case "insert", "update", "delete", "findAndModify" -> WRITE;
            case "create", "drop", "createIndexes", "dropIndexes" -> SHAPE;
            case "dropDatabase" -> DROP_DATABASE;
            case "renameCollection",
                    "serverStatus",
                    "getParameter",
                    "replSetStepDown",
                    "replSetFreeze",
                    "replSetGetStatus",
                    "replSetGetConfig",
                    "killAllSessions",
                    "shutdown" -> ADMINISTER;
            default -> NONE;
        };
    }

    private static boolean writesOutput(Document body) {
        return body.get("pipeline") instanceof Collection<?> pipeline
                && pipeline.stream()
                        .anyMatch(stage -> stage instanceof Document document
                                && (document.containsKey("$out") || document.containsKey("$merge")));
    }
}
