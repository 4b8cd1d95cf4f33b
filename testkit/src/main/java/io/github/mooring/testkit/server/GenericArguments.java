package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import org.jspecify.annotations.Nullable;

/** Options that any command may carry: sessions, concerns, API version. A standalone server refuses some of them. */
final class GenericArguments {
    private static final int BAD_VALUE = 2;

    private GenericArguments() {}

    static void check(Command command) {
        Document body = command.body();
        Object apiVersion = body.get("apiVersion");
        if (apiVersion != null && !apiVersion.equals("1")) {
            throw new CommandFailure(322, "API version must be \"1\"");
        }
        if (body.containsKey("txnNumber")) {
            throw new CommandFailure(20, "Transaction numbers are only allowed on a replica set member or mongos");
        }
        if (body.get("maxTimeMS") instanceof Number maxTime && maxTime.longValue() < 0) {
            throw new CommandFailure(BAD_VALUE, "maxTimeMS must be non-negative, not " + maxTime.longValue());
        }
        checkWriteConcern(body.get("writeConcern"));
    }

    private static void checkWriteConcern(@Nullable Object writeConcern) {
        if (!(writeConcern instanceof Document concern)) {
            return;
        }
        Object w = concern.get("w");
        if (w instanceof Number nodes && nodes.intValue() > 1) {
            throw new CommandFailure(BAD_VALUE, "cannot use 'w' > 1 when a host is not replicated");
        }
        if (w instanceof String mode && !mode.equals("majority")) {
            throw new CommandFailure(
                    BAD_VALUE,
                    "cannot use non-majority 'w' mode \"" + mode + "\" when a host is not a member of a replica set");
        }
    }
}
