package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.HashMap;
import java.util.Map;

/**
 * The table of commands that the memory engine carries out, with their fields. Source: the command reference of MongoDB 7.
 */
final class CommandShapes {
    static final CommandShape UPDATE_STATEMENT = CommandShape.statement(
            "update.updates",
            "q:object u:object_or_array multi:bool upsert:bool arrayFilters:array hint:object_or_string",
            "q u",
            "collation sort c");
    static final CommandShape DELETE_STATEMENT = CommandShape.statement(
            "delete.deletes", "q:object limit:number hint:object_or_string", "q limit", "collation");

    private static final Map<String, CommandShape> COMMANDS = new HashMap<>();

    static {
        reading();
        writing();
        describing();
    }

    private CommandShapes() {}

    static boolean contains(String command) {
        return COMMANDS.containsKey(command);
    }

    static void check(String command, Document body) {
        CommandShape shape = COMMANDS.get(command);
        if (shape == null) {
            throw new CommandFailure(59, "no such command: '" + command + "'");
        }
        shape.checkCommand(body);
    }

    private static void reading() {
        add(
                "find",
                "filter:object sort:object projection:object hint:object_or_string skip:number limit:number "
                        + "batchSize:number singleBatch:bool noCursorTimeout:bool allowPartialResults:bool allowDiskUse:bool",
                "",
                "collation min max returnKey showRecordId tailable awaitData oplogReplay let");
        add(
                "aggregate",
                "pipeline:array cursor:object allowDiskUse:bool bypassDocumentValidation:bool hint:object_or_string",
                "pipeline",
                "collation let explain");
        add("getMore", "collection:string batchSize:number", "collection", "");
        add("killCursors", "cursors:array", "cursors", "");
        add("count", "query:object limit:number skip:number hint:object_or_string", "", "collation");
        add("distinct", "key:string query:object hint:object_or_string", "key", "collation");
    }

    private static void writing() {
        add("insert", "documents:array ordered:bool bypassDocumentValidation:bool", "documents", "");
        add("update", "updates:array ordered:bool bypassDocumentValidation:bool", "updates", "let");
        add("delete", "deletes:array ordered:bool", "deletes", "let");
        add(
                "findAndModify",
                "query:object sort:object remove:bool update:object_or_array new:bool fields:object upsert:bool "
                        + "arrayFilters:array hint:object_or_string bypassDocumentValidation:bool",
                "",
                "collation let");
    }

    private static void describing() {
        String unheld = "capped validator viewOn pipeline timeseries collation clusteredIndex expireAfterSeconds "
                + "changeStreamPreAndPostImages encryptedFields";
        add("create", "size:number max:number", "", unheld);
        add("drop", "", "", "");
        add("dropDatabase", "", "", "");
        add("createIndexes", "indexes:array commitQuorum:any", "indexes", "");
        add("dropIndexes", "index:any", "index", "");
        add("listIndexes", "cursor:object", "", "");
        add("listCollections", "filter:object nameOnly:bool authorizedCollections:bool cursor:object", "", "");
        add("listDatabases", "filter:object nameOnly:bool authorizedDatabases:bool", "", "");
        add("renameCollection", "to:string dropTarget:bool", "to", "");
        add("collStats", "scale:number", "", "");
        add("dbStats", "scale:number freeStorage:number", "", "");
        add("validate", "full:bool metadata:bool checkBSONConformance:bool", "", "repair background");
    }

    private static void add(String name, String fields, String required, String refused) {
        COMMANDS.put(name, CommandShape.command(name, fields, required, refused));
    }
}
