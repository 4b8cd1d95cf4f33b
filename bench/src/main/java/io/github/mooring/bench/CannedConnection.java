package io.github.mooring.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The server's end of one connection, confined to its thread: one read and one write for each request, or for as many as
 * come together, and nothing allocated on the way.
 */
final class CannedConnection {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MORE_TO_COME = 2;

    private static final byte[] FIND = name("find");
    private static final byte[] HELLO = name("hello");
    private static final byte[] IS_MASTER = name("isMaster");
    private static final byte[] ISMASTER = name("ismaster");
    private static final byte[] PING = name("ping");
    private static final byte[] END_SESSIONS = name("endSessions");

    private final CannedReplies replies;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] received = new byte[BUFFER_BYTES];
    private final byte[] sending = new byte[BUFFER_BYTES];
    private final ByteBuffer requests = ByteBuffer.wrap(received).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer answers = ByteBuffer.wrap(sending).order(ByteOrder.LITTLE_ENDIAN);

    CannedConnection(Socket socket, CannedReplies replies) throws IOException {
        this.replies = replies;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Answers until the client hangs up. */
    void run() throws IOException {
        int count = 0;
        int read = in.read(received, 0, BUFFER_BYTES);
        while (read >= 0) {
            count += read;
            int used = answerAll(count);
            count -= used;
            System.arraycopy(received, used, received, 0, count);
            read = in.read(received, count, BUFFER_BYTES - count);
        }
    }

    /** Answers what is there in whole; returns how many bytes that was. */
    private int answerAll(int count) throws IOException {
        int at = 0;
        while (count - at >= CannedReplies.HEADER_BYTES) {
            int length = requests.getInt(at);
            if (length < CannedReplies.HEADER_BYTES || length > BUFFER_BYTES) {
                throw new IOException("a request of " + length + " bytes; this server takes "
                        + CannedReplies.HEADER_BYTES + " to " + BUFFER_BYTES);
            }
            if (length > count - at) {
                break;
            }
            answer(at);
            at += length;
        }
        flush();
        return at;
    }

    private void answer(int at) throws IOException {
        int opCode = requests.getInt(at + 12);
        int body = at + CannedReplies.HEADER_BYTES;
        if (opCode == CannedReplies.OP_QUERY) {
            int document = afterName(body + 4) + 8;
            put(isHello(document) ? replies.oldHello : replies.unknown, at);
        } else if (opCode != CannedReplies.OP_MSG) {
            throw new IOException("a request with opCode " + opCode + "; this server takes OP_MSG and OP_QUERY");
        } else if ((requests.getInt(body) & MORE_TO_COME) == 0) {
            put(replyTo(body + 5), at);
        }
    }

    private byte[] replyTo(int document) {
        if (isCommand(document, FIND)) {
            return replies.find;
        }
        if (isHello(document)) {
            return replies.hello;
        }
        return isCommand(document, PING) || isCommand(document, END_SESSIONS) ? replies.ok : replies.unknown;
    }

    private boolean isHello(int document) {
        return isCommand(document, HELLO) || isCommand(document, IS_MASTER) || isCommand(document, ISMASTER);
    }

    /** Whether the first element of the document has this name; the terminator is part of the name. */
    private boolean isCommand(int document, byte[] name) {
        int at = document + 5;
        for (int i = 0; i < name.length; i++) {
            if (received[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private int afterName(int at) {
        int end = at;
        while (received[end] != 0) {
            end++;
        }
        return end + 1;
    }

    private void put(byte[] reply, int request) throws IOException {
        if (reply.length > answers.remaining()) {
            flush();
        }
        int start = answers.position();
        answers.put(reply);
        answers.putInt(start + 8, requests.getInt(request + 4)); // responseTo = requestID
    }

    private void flush() throws IOException {
        if (answers.position() > 0) {
            out.write(sending, 0, answers.position());
            answers.clear();
        }
    }

    private static byte[] name(String name) {
        return (name + '\0').getBytes(StandardCharsets.US_ASCII);
    }
}
