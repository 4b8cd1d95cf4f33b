package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;

/** Options that any command may carry and that mean the same on every kind of server. */
final class GenericArguments {
    private static final int BAD_VALUE = 2;

    private GenericArguments() {}

    static void check(Command command) {
        Document body = command.body();
        Object apiVersion = body.get("apiVersion");
        if (apiVersion != null && !apiVersion.equals("1")) {
            throw new CommandFailure(322, "API version must be \"1\"");
        }
        if (body.get("maxTimeMS") instanceof Number maxTime && maxTime.longValue() < 0) {
            throw new CommandFailure(BAD_VALUE, "maxTimeMS must be non-negative, not " + maxTime.longValue());
        }
    }
}
