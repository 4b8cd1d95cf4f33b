package io.github.mooring.api;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A database and a collection in it; immutable. Names that a server would refuse are refused here.
 *
 * @param databaseName   at most 63 bytes of UTF-8, none of {@code / \ . " $} blank or NUL
 * @param collectionName not empty, no {@code $} or NUL, not starting with a dot; with the database's name at most 255
 *                       bytes of UTF-8
 * @see <a href="https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions">Naming restrictions</a>
 */
public record MongoNamespace(String databaseName, String collectionName) {
    private static final int MAX_DATABASE_NAME_BYTES = 63;
    private static final int MAX_NAMESPACE_BYTES = 255;
    private static final String FORBIDDEN_IN_DATABASE_NAMES = "/\\. \"$\0";

    /**
     * Checks both names.
     *
     * @throws IllegalArgumentException if a server would refuse one of them
     */
    public MongoNamespace {
        checkDatabaseName(databaseName);
        checkCollectionName(collectionName);
        int bytes = utf8Length(databaseName) + 1 + utf8Length(collectionName);
        if (bytes > MAX_NAMESPACE_BYTES) {
            throw new IllegalArgumentException("namespace " + shown(databaseName + "." + collectionName) + " has "
                    + bytes + " bytes, allowed is at most " + MAX_NAMESPACE_BYTES);
        }
    }

    /**
     * Returns a database name that a server would accept.
     *
     * @throws IllegalArgumentException if it would not, saying why
     */
    public static String checkDatabaseName(String name) {
        Objects.requireNonNull(name, "databaseName");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("database name is empty");
        }
        if (utf8Length(name) > MAX_DATABASE_NAME_BYTES) {
            throw new IllegalArgumentException("database name " + shown(name) + " has " + utf8Length(name)
                    + " bytes, allowed is at most " + MAX_DATABASE_NAME_BYTES);
        }
        for (int i = 0; i < name.length(); i++) {
            if (FORBIDDEN_IN_DATABASE_NAMES.indexOf(name.charAt(i)) >= 0) {
                throw new IllegalArgumentException("database name " + shown(name) + " has " + shown(name.charAt(i))
                        + " at index " + i + ", not allowed are / \\ . \" $ blank and NUL");
            }
        }
        return name;
    }

    private static void checkCollectionName(String name) {
        Objects.requireNonNull(name, "collectionName");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("collection name is empty");
        }
        if (name.charAt(0) == '.') {
            throw new IllegalArgumentException("collection name " + shown(name) + " starts with a dot");
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '$' || name.charAt(i) == '\0') {
                throw new IllegalArgumentException("collection name " + shown(name) + " has " + shown(name.charAt(i))
                        + " at index " + i + ", not allowed are $ and NUL");
            }
        }
    }

    private static int utf8Length(String s) {
        return s.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String shown(char c) {
        return c == '\0' ? "NUL" : c == ' ' ? "a blank" : String.valueOf(c);
    }

    private static String shown(String name) {
        String cut = name.length() > 80 ? name.substring(0, 80) + "..." : name;
        return "'" + cut.replace("\0", "\\0") + "'";
    }

    /** {@code database.collection}. */
    @Override
    public String toString() {
        return databaseName + "." + collectionName;
    }
}
