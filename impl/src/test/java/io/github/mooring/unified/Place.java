package io.github.mooring.unified;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where cases can run: on servers of a kind, with or without users.
 *
 * @param topology      what the servers are together
 * @param authenticates whether clients have to say who they are
 */
record Place(Topology topology, boolean authenticates) {
    /** All of them, the preferred ones first: those of which a client has most to do. */
    static final List<Place> ALL = Stream.of(false, true)
            .flatMap(secured -> Arrays.stream(Topology.values()).map(topology -> new Place(topology, secured)))
            .toList();

    /** What servers are together, in the order of preference. */
    enum Topology {
        REPLICASET("replicaset", "replicaset"),
        SINGLE("single", "single"),
        SHARDED("sharded", "sharded-replicaset"),
        LOAD_BALANCED("load-balanced", "load-balanced");

        private final String name;
        private final String oldName;

        Topology(String name, String oldName) {
            this.name = name;
            this.oldName = oldName;
        }

        /** Whether a requirement means it by this name. */
        boolean isCalled(String given) {
            return name.equals(given) || oldName.equals(given);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @Override
    public String toString() {
        return (authenticates ? "authenticated " : "") + topology;
    }
}
