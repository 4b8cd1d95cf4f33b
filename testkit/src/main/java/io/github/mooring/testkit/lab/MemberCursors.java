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

    private final Map<Long, Origin> open = new ConcurrentHashMap<>();

    /**
     * Where a cursor was opened.
     *
     * @param namespace on which collection
     * @param engine on which data, for a member may change over to a copy or back
     */
    private record Origin(String namespace, Engine engine) {}

    /**
     * The data on which a getMore's cursor was opened.
     *
     * @throws CommandFailure with 43 if another member has opened it, or nobody
     */
    Engine engineOf(EngineCall getMore, Engine ifUnclear) {
        if (!(getMore.argument() instanceof Long id)) {
            return ifUnclear;
        }
        Origin origin = open.get(id);
        if (origin == null) {
            throw new CommandFailure(CURSOR_NOT_FOUND, "cursor id " + id + " not found");
        }
        return origin.engine();
    }

    /** Takes note of what the engine's reply says about a cursor. */
    void note(EngineCall call, Document reply, Engine engine) {
        if (reply.get("cursor") instanceof Document cursor && cursor.get("id") instanceof Number id) {
            if (id.longValue() != 0) {
                open.put(id.longValue(), new Origin(String.valueOf(cursor.get("ns")), engine));
            } else if (call.name().equals("getMore") && call.argument() instanceof Long finished) {
                open.remove(finished);
            }
        }
        if (reply.get("cursorsKilled") instanceof List<?> killed) {
            killed.forEach(open::remove);
        }
    }

    int size() {
        return open.size();
    }

    /** Kills all of them, as the end of the member's process does. */
    void killAll() {
        open.forEach((id, origin) -> {
            int dot = origin.namespace().indexOf('.');
            Document kill =
                    new Document("killCursors", origin.namespace().substring(dot + 1)).append("cursors", List.of(id));
            origin.engine()
                    .execute(new EngineCall("killCursors", origin.namespace().substring(0, dot), kill));
        });
        open.clear();
    }
}
