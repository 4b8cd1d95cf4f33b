package io.github.mooring.topology;

import io.github.mooring.wire.ForeignText;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * What a server says that could not do what it was asked, as far as that may be because it is not what it was believed to be; immutable.
 *
 * @param code            of the error; 0 if it gave none
 * @param message         of the error; empty if it gave none
 * @param topologyVersion how new that is; null if it did not say
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#error-handling-pseudocode">
 *     Server Discovery and Monitoring: error handling</a>
 */
public record CommandFailure(
        int code, String message, @Nullable TopologyVersion topologyVersion) {
    /**
     * Reads the reply to a command: its error, or that of the write concern. Errors of single writes say nothing of the server.
     *
     * @return null if there is none
     * @throws WireException if a field is not of the type that the protocol gives it
     */
    public static @Nullable CommandFailure of(RawDocument reply) {
        RawDocument error = reply.isOk() ? reply.document("writeConcernError") : reply;
        return error == null ? null : new CommandFailure(error.intValue("code", 0), message(error), version(reply));
    }

    /** Whether the server is no longer what it was believed to be. */
    public boolean isStateChange() {
        return StateChange.isOne(code, message);
    }

    private static String message(RawDocument error) {
        String message = error.stringValue("errmsg");
        String older = message == null ? error.stringValue("$err") : message; // the latter is OP_REPLY's own
        return older == null ? "" : older;
    }

    /** One that cannot be read must not hide the error that it belongs to. It counts as not said: then the error is news. */
    private static @Nullable TopologyVersion version(RawDocument reply) {
        try {
            return HelloDecoder.topologyVersion(reply.document("topologyVersion"));
        } catch (WireException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "error " + code + ": " + ForeignText.cut(message, HelloReply.MAX_REASON_CHARS);
    }
}
