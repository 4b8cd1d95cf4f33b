package io.github.mooring.connection;

import io.github.mooring.time.Deadline;
import io.github.mooring.wire.RawDocument;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection over a channel whose handshake is done. */
final class WireConnection implements Connection {
    private final MessageChannel channel;
    private final ConnectionDescription description;
    private final long id;
    /** True while an operation is under way; whoever turns it to true owns the channel until it turns it back. */
    private final AtomicBoolean busy = new AtomicBoolean();

    WireConnection(MessageChannel channel, ConnectionDescription description, long id) {
        this.channel = channel;
        this.description = description;
        this.id = id;
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
    public RawDocument call(Request request, Deadline deadline) {
        begin(request.commandName());
        try {
            return channel.call(request, description, deadline);
        } finally {
            busy.set(false);
        }
    }

    @Override
    public void send(Request request, Deadline deadline) {
        begin(request.commandName());
        try {
            channel.send(request, description, deadline);
        } finally {
            busy.set(false);
        }
    }

    @Override
    public void trim() {
        begin("trim");
        channel.trim();
        busy.set(false);
    }

    @Override
    public boolean isUsable() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        channel.close();
    }

    @Override
    public String toString() {
        return channel.name() + (isUsable() ? "" : " (closed)");
    }

    private void begin(String what) {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "bug: " + what + " on " + channel.name() + " while another operation is using it");
        }
    }
}
