package io.github.mooring.client;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.session.SessionSettings.Defaults;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.UnaryOperator;

/** The part of a session that is nothing but settings: read and replaced as a whole, without a lock. Thread-safe. */
abstract class SettableSession implements MongoSession, CommandScope {
    private static final AtomicReferenceFieldUpdater<SettableSession, SessionSettings> SETTINGS =
            AtomicReferenceFieldUpdater.newUpdater(SettableSession.class, SessionSettings.class, "settings");

    /** Replaced by {@link #change} and {@link #become}. */
    private volatile SessionSettings settings;

    SettableSession(SessionSettings settings) {
        this.settings = settings;
    }

    @Override
    public SessionSettings settings() {
        return settings;
    }

    /** Forgets the settings it had. */
    void become(SessionSettings others) {
        settings = others;
    }

    private void change(UnaryOperator<SessionSettings> how) {
        checkOpen();
        SETTINGS.updateAndGet(this, how);
    }

    private void changeDefaults(UnaryOperator<Defaults> how) {
        change(s -> s.withDefaults(how.apply(s.defaults())));
    }

    private SessionSettings ifOpen() {
        checkOpen();
        return settings;
    }

    @Override
    public Mode mode() {
        return ifOpen().mode();
    }

    @Override
    public void setMode(Mode mode) {
        setMode(mode, true);
    }

    @Override
    public void setMode(Mode mode, boolean refresh) {
        Objects.requireNonNull(mode, "mode");
        change(s -> s.withMode(mode));
        if (refresh) {
            refresh();
        }
    }

    @Override
    public void selectServers(TagSet... tagSets) {
        List<TagSet> sets = List.of(Objects.requireNonNull(tagSets, "tagSets"));
        change(s -> s.withTagSets(sets));
    }

    @Override
    public List<TagSet> selectedServers() {
        return ifOpen().tagSets();
    }

    @Override
    public ReadConcern readConcern() {
        return ifOpen().readConcern();
    }

    @Override
    public void setReadConcern(ReadConcern readConcern) {
        Objects.requireNonNull(readConcern, "readConcern");
        change(s -> s.withReadConcern(readConcern));
    }

    @Override
    public WriteConcern writeConcern() {
        return ifOpen().writeConcern();
    }

    @Override
    public void setWriteConcern(WriteConcern writeConcern) {
        Objects.requireNonNull(writeConcern, "writeConcern");
        change(s -> s.withWriteConcern(writeConcern));
    }

    @Override
    public void ensureWriteConcern(WriteConcern atLeast) {
        Objects.requireNonNull(atLeast, "atLeast");
        change(s -> s.withWriteConcern(s.writeConcern().raisedTo(atLeast)));
    }

    @Override
    public boolean causalConsistency() {
        return ifOpen().causal();
    }

    @Override
    public void setCausalConsistency(boolean causal) {
        change(s -> s.withCausal(causal));
    }

    @Override
    public Duration timeout() {
        return ifOpen().limits().timeout();
    }

    @Override
    public void setTimeout(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        change(s -> s.withTimeout(limit));
    }

    @Override
    public Duration waitQueueTimeout() {
        return ifOpen().limits().waitQueueTimeout();
    }

    @Override
    public void setWaitQueueTimeout(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        change(s -> s.withWaitQueueTimeout(limit));
    }

    @Override
    public boolean noCursorTimeout() {
        return ifOpen().defaults().noCursorTimeout();
    }

    @Override
    public void setNoCursorTimeout(boolean noCursorTimeout) {
        changeDefaults(d -> d.withNoCursorTimeout(noCursorTimeout));
    }

    @Override
    public int batchSize() {
        return ifOpen().defaults().batchSize();
    }

    @Override
    public void setBatchSize(int batchSize) {
        changeDefaults(d -> d.withBatchSize(batchSize));
    }

    @Override
    public boolean bypassDocumentValidation() {
        return ifOpen().defaults().bypassDocumentValidation();
    }

    @Override
    public void setBypassDocumentValidation(boolean bypass) {
        changeDefaults(d -> d.withBypassDocumentValidation(bypass));
    }
}
