package io.github.mooring.client;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoSessionPool;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.SessionPoolOptions;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Command;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.time.DaemonTaskRunner;
import java.util.List;
import java.util.Objects;

/** The factory outside a container: it owns its deployment and the threads that look after it. Thread-safe. */
final class ClientSessionFactory implements MongoSessionFactory {
    private final ClientOptions options;
    private final Deployment deployment;
    private final DaemonTaskRunner runner;
    /** What sessions are set to at first; one object for all of them. */
    private final SessionSettings initial;
    /** Carries the sessions of the configured user. */
    private final Host own;

    private final SessionCount sessions = new SessionCount();
    private final List<AutoCloseable> displays;
    private final ClosedMark closed = new ClosedMark("session factory");

    /** Takes the deployment and the runner over. */
    ClientSessionFactory(ClientOptions options, Deployment deployment, DaemonTaskRunner runner) {
        this.options = options;
        this.deployment = deployment;
        this.runner = runner;
        this.initial = options.sessionSettings();
        this.own = new Host(options.identity());
        this.displays = Displays.of(options, deployment, sessions, runner);
    }

    @Override
    public MongoSession openSession() {
        return own.open(SessionStart.with(initial));
    }

    @Override
    public MongoSession openSession(String userName, char[] password) {
        Objects.requireNonNull(userName, "userName");
        Objects.requireNonNull(password, "password");
        return new Host(own.identityOf(userName, password)).open(SessionStart.with(initial));
    }

    @Override
    public MongoSessionPool sessionPool(SessionPoolOptions poolOptions) {
        Objects.requireNonNull(poolOptions, "options");
        try (MongoSession base = openSession()) {
            return sessionPool(base, poolOptions);
        }
    }

    @Override
    public MongoSessionPool sessionPool(MongoSession base, SessionPoolOptions poolOptions) {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(poolOptions, "options");
        closed.check();
        if (!(base instanceof ClientSession session) || !isOwn(session.host())) {
            throw new IllegalArgumentException(
                    "the base of a session pool has to be a session of the same factory, but " + base
                            + " is not one of " + this);
        }
        return new SharedSessions((ClientSession) session.copy(), poolOptions, runner);
    }

    private boolean isOwn(SessionHost host) {
        SessionHost carrier = host instanceof SharedSession shared ? shared.carrier() : host;
        return carrier instanceof Host ours && ours.factory() == this;
    }

    @Override
    public FactoryStatistics statistics() {
        return sessions.statistics(deployment);
    }

    @Override
    public void close() {
        if (closed.close()) {
            Displays.close(displays);
            deployment.close();
            runner.close();
        }
    }

    @Override
    public String toString() {
        return "session factory of " + options.topology().seeds() + (closed.isClosed() ? ", closed" : "");
    }

    /** Carries the sessions that are opened with one user. */
    private final class Host implements SessionHost {
        private final Identity who;

        Host(Identity who) {
            this.who = who;
        }

        ClientSessionFactory factory() {
            return ClientSessionFactory.this;
        }

        @Override
        public <R> R execute(Command<R> command, SessionCall call) {
            closed.check();
            return deployment.execute(command, call);
        }

        @Override
        public Transactions transactions() {
            closed.check();
            return deployment.transactions();
        }

        @Override
        public String defaultDatabaseName() {
            return options.databaseName();
        }

        @Override
        public Identity identity() {
            return who;
        }

        @Override
        public Identity identityOf(String userName, char[] password) {
            return options.signOn().identityOf(userName, password);
        }

        @Override
        public List<ServerAddress> liveServers() {
            return deployment.liveServers();
        }

        @Override
        public MongoSession open(SessionStart start) {
            closed.check();
            sessions.opened();
            return new ClientSession(this, start);
        }

        @Override
        public void doNotReuse() {
            // sessions of their own are never used again
        }

        @Override
        public void sessionClosed() {
            sessions.closed();
        }
    }
}
