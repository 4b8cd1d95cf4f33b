package io.github.mooring.connection;

import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.WireBuffer;

/** Something to be asked of a server: writes the sections of one OP_MSG straight into the connection's buffer. */
public interface Request {
    /** The command's name, such as {@code find}, for messages. */
    String commandName();

    /** Whether the server may carry it out any number of times; goes into the errors that it leads to. */
    default boolean isHarmless() {
        return false;
    }

    /** Whether its bytes hold a secret, so that they are overwritten as soon as they were sent. */
    default boolean isSecret() {
        return false;
    }

    /**
     * Writes the body and any sequences. The message is begun before this call and finished after it; whatever is
     * thrown takes it out of the buffer again, nothing is sent, and the connection stays usable.
     *
     * @param message   begins the sections
     * @param documents encodes documents under limits; writes into {@code buffer}
     * @param buffer    for what is encoded already
     * @param limits    what the server has said that it accepts
     */
    void encode(OpMsgWriter message, DocumentEncoder documents, WireBuffer buffer, ConnectionDescription limits);
}
