package io.github.mooring.jca;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoRequest;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.TransactionBody;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.client.ClientSession;
import java.time.Duration;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** The part of a handle that only hands on, once it is certain that the handle may be used. */
abstract class DelegatingSession implements MongoSession {
    /**
     * The session behind the handle.
     *
     * @throws io.github.mooring.api.MongoClosedException if the handle is closed, or what carries it has stopped
     */
    abstract ClientSession usable();

    @Override
    public MongoDatabase getDatabase() {
        return usable().getDatabase();
    }

    @Override
    public MongoDatabase getDatabase(String databaseName) {
        return usable().getDatabase(databaseName);
    }

    @Override
    public List<String> listDatabaseNames() {
        return usable().listDatabaseNames();
    }

    @Override
    public List<Document> listDatabases() {
        return usable().listDatabases();
    }

    @Override
    public Duration ping() {
        return usable().ping();
    }

    @Override
    public MongoSession newSession() {
        return usable().newSession();
    }

    @Override
    public MongoSession copy() {
        return usable().copy();
    }

    @Override
    public MongoSession share() {
        return usable().share();
    }

    @Override
    public void refresh() {
        usable().refresh();
    }

    @Override
    public MongoRequest startRequest() {
        return usable().startRequest();
    }

    @Override
    public <T extends @Nullable Object> T withTransaction(TransactionBody<T> body, TransactionOptions options) {
        return usable().withTransaction(this, body, options);
    }

    @Override
    public Mode mode() {
        return usable().mode();
    }

    @Override
    public void setMode(Mode mode) {
        usable().setMode(mode);
    }

    @Override
    public void setMode(Mode mode, boolean refresh) {
        usable().setMode(mode, refresh);
    }

    @Override
    public void selectServers(TagSet... tagSets) {
        usable().selectServers(tagSets);
    }

    @Override
    public List<TagSet> selectedServers() {
        return usable().selectedServers();
    }

    @Override
    public List<ServerAddress> liveServers() {
        return usable().liveServers();
    }

    @Override
    public ReadConcern readConcern() {
        return usable().readConcern();
    }

    @Override
    public void setReadConcern(ReadConcern readConcern) {
        usable().setReadConcern(readConcern);
    }

    @Override
    public WriteConcern writeConcern() {
        return usable().writeConcern();
    }

    @Override
    public void setWriteConcern(WriteConcern writeConcern) {
        usable().setWriteConcern(writeConcern);
    }

    @Override
    public void ensureWriteConcern(WriteConcern atLeast) {
        usable().ensureWriteConcern(atLeast);
    }

    @Override
    public boolean causalConsistency() {
        return usable().causalConsistency();
    }

    @Override
    public void setCausalConsistency(boolean causal) {
        usable().setCausalConsistency(causal);
    }

    @Override
    public Duration timeout() {
        return usable().timeout();
    }

    @Override
    public void setTimeout(Duration limit) {
        usable().setTimeout(limit);
    }

    @Override
    public Duration waitQueueTimeout() {
        return usable().waitQueueTimeout();
    }

    @Override
    public void setWaitQueueTimeout(Duration limit) {
        usable().setWaitQueueTimeout(limit);
    }

    @Override
    public boolean noCursorTimeout() {
        return usable().noCursorTimeout();
    }

    @Override
    public void setNoCursorTimeout(boolean noCursorTimeout) {
        usable().setNoCursorTimeout(noCursorTimeout);
    }

    @Override
    public int batchSize() {
        return usable().batchSize();
    }

    @Override
    public void setBatchSize(int batchSize) {
        usable().setBatchSize(batchSize);
    }

    @Override
    public boolean bypassDocumentValidation() {
        return usable().bypassDocumentValidation();
    }

    @Override
    public void setBypassDocumentValidation(boolean bypass) {
        usable().setBypassDocumentValidation(bypass);
    }

    @Override
    public void login(String userName, char[] password) {
        usable().login(userName, password);
    }

    @Override
    public void logout() {
        usable().logout();
    }

    @Override
    public void doNotReuse() {
        usable().doNotReuse();
    }
}
