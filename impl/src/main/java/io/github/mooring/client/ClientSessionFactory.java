package io.github.mooring.client;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Command;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.time.DaemonTaskRunner;
import java.util.Objects;

/** The factory outside a container: it owns its deployment and the threads that look after it. Thread-safe. */
final class ClientSessionFactory implements MongoSessionFactory {
    private final ClientOptions options;
    private final Deployment deployment;
    private final DaemonTaskRunner runner;
    private final Identity identity;
    private final SessionCount sessions = new SessionCount();
    private final ClosedMark closed = new ClosedMark("session factory");

    /** Takes the deployment and the runner over. */
    ClientSessionFactory(ClientOptions options, Deployment deployment, DaemonTaskRunner runner) {
        this.options = options;
        this.deployment = deployment;
        this.runner = runner;
        this.identity = options.identity();
    }

    @Override
    public MongoSession openSession() {
        return open(identity, options.sessionSettings());
    }

    @Override
    public MongoSession openSession(String userName, char[] password) {
        Objects.requireNonNull(userName, "userName");
        Objects.requireNonNull(password, "password");
        return open(options.signOn().identityOf(userName, password), options.sessionSettings());
    }

    private MongoSession open(Identity who, SessionSettings settings) {
        closed.check();
        sessions.opened();
        return new ClientSession(new Host(who), settings);
    }

    @Override
    public FactoryStatistics statistics() {
        return sessions.statistics(deployment);
    }

    @Override
    public void close() {
        if (closed.close()) {
            deployment.close();
            runner.close();
        }
    }

    @Override
    public String toString() {
        return "session factory of " + options.server() + (closed.isClosed() ? ", closed" : "");
    }

    /** Carries one session. */
    private final class Host implements SessionHost {
        private final Identity who;
        private final CursorRegistry cursors = new CursorRegistry();

        Host(Identity who) {
            this.who = who;
        }

        @Override
        public <R> R execute(Command<R> command, SessionSettings settings, boolean wrote) {
            closed.check();
            return deployment.execute(command, who, settings, wrote);
        }

        @Override
        public String defaultDatabaseName() {
            return options.databaseName();
        }

        @Override
        public CursorRegistry cursors() {
            return cursors;
        }

        @Override
        public MongoSession open(SessionSettings settings) {
            return ClientSessionFactory.this.open(who, settings);
        }

        @Override
        public void sessionClosed() {
            sessions.closed();
            cursors.closeAll();
        }
    }
}
