package io.github.mooring.client;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.ListDatabases;
import io.github.mooring.operation.Ping;
import io.github.mooring.session.SessionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;

/** A session over a {@link SessionHost}; thread-safe. It holds settings and a closed mark, and no socket. */
public final class ClientSession implements MongoSession {
    private final SessionHost host;
    private final ClosedMark closed = new ClosedMark("session");
    private final AtomicReference<SessionSettings> settings;
    /** Whether there was a write since the session was opened or refreshed; races between the two are the caller's. */
    private volatile boolean wrote;

    /**
     * An open session.
     *
     * @param host     what carries it
     * @param settings what it is set to at first
     */
    public ClientSession(SessionHost host, SessionSettings settings) {
        this.host = host;
        this.settings = new AtomicReference<>(settings);
    }

    /** Runs a command as this session. */
    <R> R execute(Command<R> command) {
        closed.check();
        if (!command.access().followsMode()) {
            wrote = true; // even if it fails: it may have been carried out all the same
        }
        return host.execute(command, settings(), wrote);
    }

    /** Runs a command that tidies up, closed or not. */
    <R> R executeAlways(Command<R> command) {
        return host.execute(command, settings(), wrote);
    }

    /** Throws if the session is closed. */
    void checkOpen() {
        closed.check();
    }

    CursorRegistry cursors() {
        return host.cursors();
    }

    SessionSettings settings() {
        return Objects.requireNonNull(settings.get());
    }

    @Override
    public MongoDatabase getDatabase() {
        return getDatabase(host.defaultDatabaseName());
    }

    @Override
    public MongoDatabase getDatabase(String databaseName) {
        MongoNamespace.checkDatabaseName(databaseName);
        closed.check();
        return new ClientDatabase(this, databaseName);
    }

    @Override
    public List<String> listDatabaseNames() {
        return execute(new ListDatabases(true)).stream()
                .map(database -> database.getString("name"))
                .toList();
    }

    @Override
    public List<Document> listDatabases() {
        return execute(new ListDatabases(false));
    }

    @Override
    public Duration ping() {
        return execute(new Ping());
    }

    @Override
    public MongoSession copy() {
        closed.check();
        return host.open(settings());
    }

    @Override
    public void refresh() {
        closed.check();
        wrote = false;
    }

    @Override
    public Mode mode() {
        closed.check();
        return settings().mode();
    }

    @Override
    public void setMode(Mode mode) {
        Objects.requireNonNull(mode, "mode");
        closed.check();
        settings.updateAndGet(s -> s.withMode(mode));
        wrote = false;
    }

    @Override
    public ReadConcern readConcern() {
        closed.check();
        return settings().readConcern();
    }

    @Override
    public void setReadConcern(ReadConcern readConcern) {
        Objects.requireNonNull(readConcern, "readConcern");
        closed.check();
        settings.updateAndGet(s -> s.withReadConcern(readConcern));
    }

    @Override
    public WriteConcern writeConcern() {
        closed.check();
        return settings().writeConcern();
    }

    @Override
    public void setWriteConcern(WriteConcern writeConcern) {
        Objects.requireNonNull(writeConcern, "writeConcern");
        closed.check();
        settings.updateAndGet(s -> s.withWriteConcern(writeConcern));
    }

    @Override
    public boolean isClosed() {
        return closed.isClosed();
    }

    @Override
    public void close() {
        if (closed.close()) {
            host.sessionClosed();
        }
    }

    @Override
    public String toString() {
        return "session on " + host.defaultDatabaseName() + " in mode "
                + settings().mode() + (isClosed() ? ", closed" : "");
    }
}
