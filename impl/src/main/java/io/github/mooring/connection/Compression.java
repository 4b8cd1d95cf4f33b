package io.github.mooring.connection;

import io.github.mooring.wire.Compressor;
import io.github.mooring.wire.OpCode;
import io.github.mooring.wire.OpCompressed;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What two sides have agreed on for one connection; immutable. Compressing and inflating happen on the thread that makes
 * the call, under no lock.
 *
 * @param forRequests what requests are compressed with: the first of ours that the server has as well; null for nothing
 * @param forReplies  what replies may be compressed with: any of ours that the server has named
 */
record Compression(@Nullable Compressor forRequests, List<Compressor> forReplies) {
    static final Compression NONE = new Compression(null, List.of());

    /** Secrets do not go where their length would tell of them. Source: OP_COMPRESSED, "Messages not allowed". */
    private static final Set<String> UNCOMPRESSED = Set.of(
            "hello",
            "isMaster",
            "ismaster",
            "saslStart",
            "saslContinue",
            "getnonce",
            "authenticate",
            "createUser",
            "updateUser",
            "copydbSaslStart",
            "copydbgetnonce",
            "copydb");

    /** Before the server has answered the handshake: it may use what it was offered, we may use nothing. */
    static Compression offered(List<Compressor> offered) {
        return offered.isEmpty() ? NONE : new Compression(null, offered);
    }

    /**
     * After the handshake.
     *
     * @param hello the server's answer, whose field {@code compression} has those of ours that it has
     * @throws io.github.mooring.wire.WireException if that field is no array of strings
     */
    static Compression agreed(List<Compressor> offered, RawDocument hello) {
        RawDocument named = hello.array("compression");
        if (named == null || offered.isEmpty()) {
            return NONE;
        }
        Set<String> names = new HashSet<>();
        for (int element = named.first(); element != RawDocument.END; element = named.next(element)) {
            names.add(named.stringAt(element));
        }
        List<Compressor> common = new ArrayList<>(offered);
        common.removeIf(each -> !names.contains(each.name()));
        return common.isEmpty() ? NONE : new Compression(common.get(0), List.copyOf(common));
    }

    /** Compresses the message in the buffer, if that is agreed on and the command may be. */
    void compress(String command, WireBuffer message, int maxMessageSizeBytes) {
        Compressor compressor = forRequests;
        if (compressor != null && !UNCOMPRESSED.contains(command)) {
            OpCompressed.wrap(message, compressor, maxMessageSizeBytes);
        }
    }

    /** Whether replies may be compressed. */
    boolean acceptsCompressed() {
        return !forReplies.isEmpty();
    }

    /** Replaces a call's reply by what is inside, if it is compressed. */
    void inflate(Call call) {
        if (acceptsCompressed() && call.replyOpCode() == OpCode.COMPRESSED) {
            call.replaceReply(OpCompressed.unwrap(
                    call.reply, call.replyLength, forReplies, call.expectedOpCode, call.maxReplyBytes));
        }
    }
}
