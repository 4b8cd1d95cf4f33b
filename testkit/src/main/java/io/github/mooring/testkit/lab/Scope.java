package io.github.mooring.testkit.lab;

/** Which connections a fault is for. */
@FunctionalInterface
public interface Scope {
    /** Whether this connection is meant; asked whenever more is known of it. Must not block. */
    boolean includes(LabConnection connection);

    /** All of them. */
    static Scope all() {
        return connection -> true;
    }

    /** Those of one application, by its {@code appName}. */
    static Scope application(String name) {
        return connection -> name.equals(connection.application());
    }

    /** Those that have shown to be monitors: from their second hello on. */
    static Scope monitors() {
        return connection -> connection.use() == LabConnection.Use.MONITOR;
    }

    /** Those that have carried a command other than hello. */
    static Scope operations() {
        return connection -> connection.use() == LabConnection.Use.APPLICATION;
    }

    /** Those that are meant by both. */
    default Scope and(Scope other) {
        return connection -> includes(connection) && other.includes(connection);
    }
}
