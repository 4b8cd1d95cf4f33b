package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.wire.Frame;
import io.github.mooring.testkit.wire.Request;
import java.util.Map;

/**
 * A command as it was sent.
 *
 * @param given its name as the client spelled it
 * @param name its canonical name
 * @param body the command document
 * @param legacy whether it came as OP_QUERY
 */
public record Command(String given, String name, Document body, boolean legacy) {
    /** Spellings that servers still take; all other names are case-sensitive. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("ismaster", "hello"),
            Map.entry("isMaster", "hello"),
            Map.entry("findandmodify", "findAndModify"),
            Map.entry("buildinfo", "buildInfo"),
            Map.entry("collstats", "collStats"),
            Map.entry("dbstats", "dbStats"),
            Map.entry("deleteIndexes", "dropIndexes"));

    static Command of(Request request) {
        String given = request.commandName();
        String name = ALIASES.getOrDefault(given, given);
        return new Command(given, name, request.body(), request.frame().opcode() == Frame.OP_QUERY);
    }

    /** The collection that the command is about, as {@code database.collection}; empty if it is about none. */
    String namespace() {
        Object argument = body.get(name.equals("getMore") ? "collection" : given);
        return argument instanceof String collection ? database() + "." + collection : "";
    }

    /** The database, empty if the client named none. */
    public String database() {
        return body.get("$db") instanceof String database ? database : "";
    }
}
