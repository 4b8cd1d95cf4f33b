package io.github.mooring.client;

import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.MongoRequest;
import io.github.mooring.auth.Identity;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.Ping;
import io.github.mooring.session.SessionSettings;
import java.time.Duration;

/** One handle on a request of a session; thread-safe. */
final class ClientRequest implements MongoRequest, CommandScope, Belongings.Item {
    private final ClientSession session;
    private final Identity identity;
    private final RequestConnection connection;
    private final ClosedMark closed = new ClosedMark("request");

    /**
     * A handle that the connection has counted already.
     *
     * @param identity whose connection it is, whoever logs in to the session meanwhile
     */
    ClientRequest(ClientSession session, Identity identity, RequestConnection connection) {
        this.session = session;
        this.identity = identity;
        this.connection = connection;
    }

    @Override
    public <R> R execute(Command<R> command) {
        checkOpen();
        return session.execute(command, identity, connection);
    }

    /** The request's own connection is kept anyway. */
    @Override
    public <R> R execute(Command<R> command, CursorConnection connectionOfCursor) {
        return execute(command);
    }

    /** A cursor has an end even if the request has not seen to it: any connection of the user will do for that. */
    @Override
    public <R> R executeAlways(Command<R> command) {
        return closed.isClosed() ? session.executeAlways(command) : session.execute(command, identity, connection);
    }

    @Override
    public <R> R executeAlways(Command<R> command, CursorConnection connectionOfCursor) {
        return executeAlways(command);
    }

    @Override
    public void checkOpen() {
        session.checkOpen();
        closed.check();
    }

    @Override
    public Belongings belongings() {
        return session.belongings();
    }

    @Override
    public SessionSettings settings() {
        return session.settings();
    }

    @Override
    public MongoDatabase getDatabase() {
        return getDatabase(session.defaultDatabaseName());
    }

    @Override
    public MongoDatabase getDatabase(String databaseName) {
        MongoNamespace.checkDatabaseName(databaseName);
        checkOpen();
        return new ClientDatabase(this, databaseName);
    }

    @Override
    public Duration ping() {
        return execute(new Ping());
    }

    @Override
    public MongoRequest startRequest() {
        checkOpen();
        if (!connection.open()) {
            closed.close(); // somebody was faster
            closed.check();
        }
        return remembered(new ClientRequest(session, identity, connection));
    }

    /** The request, which ends with the session. */
    static ClientRequest remembered(ClientRequest request) {
        request.session.belongings().add(request);
        return request;
    }

    @Override
    public boolean isClosed() {
        return closed.isClosed();
    }

    @Override
    public void close() {
        if (closed.close()) {
            session.belongings().remove(this);
            connection.close();
        }
    }

    @Override
    public boolean end(boolean tellServer) {
        close();
        return true;
    }

    @Override
    public String toString() {
        return "request of " + session + (closed.isClosed() ? ", closed" : "");
    }
}
