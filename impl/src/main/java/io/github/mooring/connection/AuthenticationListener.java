package io.github.mooring.connection;

import io.github.mooring.api.MongoException;
import io.github.mooring.auth.Credential;

/**
 * Hears of the commands that prove users. All of them hold secrets, so of each it hears what it is and how it ended, and no more.
 * Called by many threads at once, under no lock; does not throw.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/command-logging-and-monitoring/command-logging-and-monitoring.md#security">
 *     Command Logging and Monitoring: security</a>
 */
@FunctionalInterface
public interface AuthenticationListener {
    /** Hears nothing. */
    AuthenticationListener NONE = (user, server, commandName) -> new Step() {
        @Override
        public void succeeded() {}

        @Override
        public void failed(MongoException error) {}
    };

    /**
     * A command is about to be sent.
     *
     * @param server whom to, as it has answered the handshake
     * @return       to be told how it ends
     */
    Step started(Credential user, ConnectionDescription server, String commandName);

    /** One command that was sent. One of the two is called, once. */
    interface Step {
        /** The server has taken it. */
        void succeeded();

        /** The server has refused it, or it was lost. */
        void failed(MongoException error);
    }
}
