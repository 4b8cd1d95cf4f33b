package io.github.mooring.unified;

import org.bson.BsonDocument;

/**
 * What a client has told, in the words of the format; immutable.
 *
 * @param type   which of its three kinds of listeners has heard it
 * @param name   such as {@code poolClearedEvent}
 * @param fields what it says, by the names that the format has for it
 */
record Event(Type type, String name, BsonDocument fields) {
    /** By which a case names the list in which an event has to stand. */
    enum Type {
        COMMAND,
        CMAP,
        SDAM
    }

    /** The type of all events of a name. */
    static Type typeOf(String name) {
        if (name.startsWith("command")) {
            return Type.COMMAND;
        }
        return name.startsWith("pool") || name.startsWith("connection") ? Type.CMAP : Type.SDAM;
    }

    @Override
    public String toString() {
        return name + " " + fields.toJson();
    }
}
