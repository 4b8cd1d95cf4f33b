package io.github.mooring.testkit.server;

import java.util.Arrays;

/** The built-in roles that the embedded server knows. */
public enum Role {
    /** Reading one database. */
    READ("read"),
    /** Reading and writing one database, its collections and indexes included. */
    READ_WRITE("readWrite"),
    /** Dropping one database and managing its collections and indexes, without reading data. */
    DB_ADMIN("dbAdmin"),
    /** Everything, everywhere; granted on {@code admin}. */
    ROOT("root");

    private final String mongoName;

    Role(String mongoName) {
        this.mongoName = mongoName;
    }

    /** The name that MongoDB gives to the role. */
    public String mongoName() {
        return mongoName;
    }

    /**
     * The role of that name.
     *
     * @throws IllegalArgumentException if there is none; the text lists those that there are
     */
    public static Role named(String mongoName) {
        return Arrays.stream(values())
                .filter(role -> role.mongoName.equals(mongoName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown role '" + mongoName + "', known are "
                        + Arrays.stream(values()).map(Role::mongoName).toList()));
    }
}
