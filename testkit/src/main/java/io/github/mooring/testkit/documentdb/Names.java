package io.github.mooring.testkit.documentdb;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.EngineCall;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the data of engines on the same server apart: in there, the names of an engine's databases begin with a prefix of its
 * own. Clients never see it. Immutable.
 */
final class Names {
    private static final int INVALID_NAMESPACE = 73;

    final String prefix;

    Names() {
        prefix = String.format("t%06x_", new SecureRandom().nextInt(1 << 24));
    }

    String inside(String database) {
        return prefix + database;
    }

    /** Removes the prefix wherever it stands in a text. */
    String outside(String text) {
        return text.replace(prefix, "");
    }

    /** Removes the prefix from the fields of a reply that name a database. */
    Document outside(Document reply) {
        for (String field : List.of("ns", "db")) {
            if (reply.get(field) instanceof String name) {
                reply.put(field, outside(name));
            }
        }
        if (reply.get("cursor") instanceof Document cursor) {
            outside(cursor);
        }
        if (reply.get("writeErrors") instanceof List<?> errors) {
            errors.forEach(this::outsideError);
        }
        return reply;
    }

    private void outsideError(@Nullable Object error) {
        if (error instanceof Document entry && entry.get("errmsg") instanceof String text) {
            entry.put("errmsg", outside(text));
        }
    }

    /** Lets the stages that write into a database write into the one inside. */
    void enter(@Nullable Object pipeline) {
        if (pipeline instanceof List<?> stages) {
            for (Object stage : stages) {
                if (stage instanceof Document document) {
                    enterTarget(document.get("$out"));
                    enterTarget(document.get("$merge") instanceof Document merge ? merge.get("into") : null);
                }
            }
        }
    }

    private void enterTarget(@Nullable Object target) {
        if (target instanceof Document document && document.get("db") instanceof String database) {
            document.put("db", inside(database));
        }
    }

    /** The collection that a command names. */
    static String collection(EngineCall call) {
        if (call.argument() instanceof String name && !name.isEmpty()) {
            return name;
        }
        throw new CommandFailure(
                INVALID_NAMESPACE, "'" + call.name() + "' needs the name of a collection, not " + call.argument());
    }
}
