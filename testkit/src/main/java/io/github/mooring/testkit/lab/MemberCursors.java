package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The cursors that one member has opened on data that all members share: nobody else may read on. Thread-safe. */
final class MemberCursors {
    private static final int CURSOR_NOT_FOUND = 43;

    private final Map<Long, String> namespaces = new ConcurrentHashMap<>();

    /** Refuses to read on from a cursor that another member has opened. */
    void require(EngineCall call) {
        if (call.argument() instanceof Long id && !namespaces.containsKey(id)) {
            throw new CommandFailure(CURSOR_NOT_FOUND, "cursor id " + id + " not found");
        }
    }

    /** Takes note of what a reply says about a cursor. */
    void note(EngineCall call, Document reply) {
        if (reply.get("cursor") instanceof Document cursor && cursor.get("id") instanceof Number id) {
            if (id.longValue() != 0) {
                namespaces.put(id.longValue(), String.valueOf(cursor.get("ns")));
            } else if (call.name().equals("getMore") && call.argument() instanceof Long finished) {
                namespaces.remove(finished);
            }
        }
        if (reply.get("cursorsKilled") instanceof List<?> killed) {
            killed.forEach(namespaces::remove);
        }
    }

    int size() {
        return namespaces.size();
    }

    /** Kills all of them, as the end of the member's process does. */
    void killAll(Engine data) {
        namespaces.forEach((id, namespace) -> {
            int dot = namespace.indexOf('.');
            Document kill = new Document("killCursors", namespace.substring(dot + 1)).append("cursors", List.of(id));
            data.execute(new EngineCall("killCursors", namespace.substring(0, dot), kill));
        });
        namespaces.clear();
    }
}
