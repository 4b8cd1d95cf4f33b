package io.github.mooring.testkit.engine;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Rules for the names of databases and collections; the engine underneath checks next to none. */
public final class Namespaces {
    private static final int INVALID_NAMESPACE = 73;
    private static final int MAX_DATABASE_BYTES = 63;
    private static final int MAX_NAMESPACE_BYTES = 255;
    private static final String FORBIDDEN_IN_DATABASE = "/\\. \"$*<>:|?\0";

    private Namespaces() {}

    /** Refuses a database name that a server would refuse on any platform. */
    public static void requireDatabase(String name) {
        boolean forbidden = name.chars().anyMatch(c -> FORBIDDEN_IN_DATABASE.indexOf(c) >= 0);
        if (name.isEmpty() || forbidden || bytes(name) > MAX_DATABASE_BYTES) {
            throw new CommandFailure(INVALID_NAMESPACE, "Invalid database name: '" + printable(name) + "'");
        }
    }

    /** Refuses what cannot be a collection's name. */
    static String requireCollection(String database, @Nullable Object argument) {
        if (!(argument instanceof String name)) {
            throw new CommandFailure(
                    INVALID_NAMESPACE, "collection name has invalid type " + FieldKind.nameOf(argument));
        }
        String full = database + "." + name;
        boolean invalid = name.isEmpty() || name.startsWith(".") || name.indexOf('$') >= 0 || name.indexOf('\0') >= 0;
        if (invalid || bytes(full) > MAX_NAMESPACE_BYTES) {
            throw new CommandFailure(INVALID_NAMESPACE, "Invalid namespace specified '" + printable(full) + "'");
        }
        return name;
    }

    /** Refuses to write where the engine keeps its own books. */
    static void requireWritable(String database, String collection) {
        if (collection.startsWith("system.")) {
            throw new CommandFailure(INVALID_NAMESPACE, "cannot write to '" + database + "." + collection + "'");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String printable(String text) {
        return text.replace("\0", "\\0");
    }
}
