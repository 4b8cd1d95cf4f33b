package io.github.mooring.operation;

import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.session.SessionSettings.Defaults;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.WireBuffer;
import io.github.mooring.wire.WireLimits;
import java.util.function.Consumer;

/** Writes the document sequences of a command behind its body, within the server's limits. Confined to one call. */
public final class SequenceWriter {
    private final OpMsgWriter message;
    private final DocumentEncoder encoder;
    private final WireBuffer buffer;
    /** Without defaults, which are for commands. */
    private final SessionSettings settings;

    private final ConnectionDescription limits;

    SequenceWriter(
            OpMsgWriter message,
            DocumentEncoder encoder,
            WireBuffer buffer,
            SessionSettings settings,
            ConnectionDescription limits) {
        this.message = message;
        this.encoder = encoder;
        this.buffer = buffer;
        this.settings = settings.defaults().equals(Defaults.NONE) ? settings : settings.withDefaults(Defaults.NONE);
        this.limits = limits;
    }

    /** Begins a sequence. */
    void begin(String identifier) {
        message.beginSequence(identifier);
    }

    /** Writes a statement such as an update, whose parts are the caller's documents. */
    void statement(Consumer<CommandWriter> fields) {
        encoder.encode(
                (out, server) -> fields.accept(new CommandWriter(out, settings, server)),
                limits,
                maxStatementBytes(limits));
    }

    /** Bytes of a command or statement, which may be a little larger than the document in it. */
    static int maxStatementBytes(ConnectionDescription limits) {
        return (int) Math.min(Integer.MAX_VALUE, (long) limits.maxBsonObjectSize() + WireLimits.COMMAND_HEADROOM_BYTES);
    }

    DocumentEncoder encoder() {
        return encoder;
    }

    WireBuffer buffer() {
        return buffer;
    }

    ConnectionDescription limits() {
        return limits;
    }

    /** How large the message is by now. */
    int messageSize() {
        return message.messageSize();
    }
}
