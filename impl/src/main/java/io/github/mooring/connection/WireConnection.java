package io.github.mooring.connection;

import io.github.mooring.api.MongoException;
import io.github.mooring.time.Deadline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection over a channel whose handshake is done; immutable by itself. */
final class WireConnection implements Connection {
    private final MessageChannel channel;
    private final ConnectionDescription description;
    private final long id;
    private final @Nullable Reauthentication reauthentication;

    /** A connection without a user. */
    WireConnection(MessageChannel channel, ConnectionDescription description, long id) {
        this(channel, description, id, null);
    }

    /** @param reauthentication null if there is no user */
    WireConnection(
            MessageChannel channel,
            ConnectionDescription description,
            long id,
            @Nullable Reauthentication reauthentication) {
        this.channel = channel;
        this.description = description;
        this.id = id;
        this.reauthentication = reauthentication;
        channel.setMade();
    }

    @Override
    public ConnectionDescription description() {
        return description;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public <R> R call(Request request, Deadline deadline, ReplyReader<R> reader) {
        return channel.call(request, description, deadline, reader);
    }

    @Override
    public void send(Request request, Deadline deadline) {
        channel.send(request, description, deadline);
    }

    @Override
    public boolean reauthenticate(Deadline deadline) {
        if (reauthentication == null) {
            return false;
        }
        reauthentication.perform(deadline);
        return true;
    }

    @Override
    public int inFlight() {
        return channel.inFlight();
    }

    @Override
    public List<CallInFlight> calls() {
        return channel.calls();
    }

    @Override
    public boolean isUsable() {
        return channel.isOpen();
    }

    @Override
    public @Nullable MongoException failure() {
        return channel.failure();
    }

    @Override
    public boolean isCaughtUp() {
        return channel.isCaughtUp();
    }

    @Override
    public boolean isAlive() {
        return channel.isAlive();
    }

    @Override
    public void tend() {
        channel.tend();
    }

    @Override
    public boolean hasSpoken() {
        return channel.hasSpoken();
    }

    @Override
    public void abort(String why) {
        channel.abort(why);
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public String toString() {
        return channel.name() + (isUsable() ? "" : " (closed)");
    }
}
