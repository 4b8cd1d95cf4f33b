package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;

/**
 * One command on its way into an engine.
 *
 * @param name the command's canonical name, whatever spelling the client used
 * @param database the database it runs on
 * @param body the command document, document sequences merged in
 */
public record EngineCall(String name, String database, Document body) {
    /** What stands behind the command's own name, whichever way the client spelled that. */
    public Object argument() {
        return body.values().iterator().next();
    }

    /** The collection that the command names, checked. */
    String collection() {
        return Namespaces.requireCollection(database, argument());
    }
}
