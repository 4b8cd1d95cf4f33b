package io.github.mooring.testkit.lab;

import org.jspecify.annotations.Nullable;

/**
 * A connection to a member, as far as it has shown what it is.
 *
 * @param clientPort the client's port
 * @param application the application's name from its first hello; null if it gave none, or not yet
 * @param use what it is used for
 */
public record LabConnection(int clientPort, @Nullable String application, Use use) {
    /** What a connection is used for. */
    public enum Use {
        /** It has sent one hello at most, so nobody can tell. */
        UNKNOWN,
        /** It has sent several hellos and nothing else. */
        MONITOR,
        /** It has sent something else than hello. */
        APPLICATION
    }

    LabConnection after(boolean hello, boolean first, @Nullable String name) {
        Use next = use;
        if (!hello) {
            next = Use.APPLICATION;
        } else if (!first && use == Use.UNKNOWN) {
            next = Use.MONITOR;
        }
        return new LabConnection(clientPort, name, next);
    }
}
