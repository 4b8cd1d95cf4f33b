package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.EncodingException;
import io.github.mooring.wire.MessageHeader;
import io.github.mooring.wire.OpCode;
import io.github.mooring.wire.OpMsg;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.OpQuery;
import io.github.mooring.wire.OpReply;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import io.github.mooring.wire.WireException;
import org.bson.BsonDocument;

/**
 * Questions and answers over one transport, from the first byte of the handshake on: encode, write at once, read, judge.
 * Confined to one operation at a time; only {@link #close} and {@link #isOpen} are for any thread.
 *
 * <p>The rule for errors: as long as nothing was sent, the channel stays open; from the first byte on, anything but a
 * well-formed answer closes it, because then nobody knows any more where in the stream the next message begins.
 */
final class MessageChannel implements AutoCloseable {
    private final Transport transport;
    /** Names this channel in messages. */
    private final String name;

    private final WireBuffer buffer = new WireBuffer();
    private final OpMsgWriter message = new OpMsgWriter(buffer);
    private final DocumentEncoder documents = new DocumentEncoder(buffer);
    private final FrameReader reader;
    private int lastRequestId;

    MessageChannel(Transport transport, long connectionId) {
        this.transport = transport;
        this.name = "connection " + connectionId + " to " + transport.peer();
        this.reader = new FrameReader(transport);
    }

    /** Sends a request and returns the body of the answer, valid until the next call. */
    RawDocument call(Request request, ConnectionDescription limits, Deadline deadline) {
        String command = request.commandName();
        int requestId = encode(request, 0, limits);
        return exchange(command, deadline, () -> {
            MessageHeader header = reader.read(requestId, OpCode.MSG, limits.maxReplyBytes(), deadline);
            OpMsg reply = OpMsg.read(header, reader.bytes(), 0, header.length());
            requireOrdinary(reply);
            return reply.body();
        });
    }

    /** Sends a request that is not answered. */
    void send(Request request, ConnectionDescription limits, Deadline deadline) {
        encode(request, OpMsg.MORE_TO_COME, limits);
        try {
            transport.write(buffer.array(), 0, buffer.size(), deadline);
        } catch (MongoException e) {
            throw explained(request.commandName(), e);
        }
    }

    /** Sends a command to {@code admin} in the old form, which every server takes for its first message. */
    RawDocument query(String command, BsonDocument document, ConnectionDescription limits, Deadline deadline) {
        buffer.reset();
        int requestId = ++lastRequestId;
        try {
            OpQuery.write(buffer, requestId, "admin", document, limits.maxMessageSizeBytes());
        } catch (EncodingException | WireException e) {
            throw unsendable(command, e);
        }
        return exchange(command, deadline, () -> {
            MessageHeader header = reader.read(requestId, OpCode.REPLY, limits.maxReplyBytes(), deadline);
            return OpReply.read(header, reader.bytes(), 0, header.length()).document();
        });
    }

    /**
     * Refuses a peer that sends more than it is asked for while the connection is being made; later on a surplus closes
     * the channel and lets the answer pass.
     */
    void requireNoSurplus(String command) {
        int bytes = reader.surplusBytes();
        if (bytes > 0) {
            throw new MongoProtocolException(
                    bytes + " bytes came behind the answer to " + command + " on " + name
                            + ", although nothing else was asked",
                    ErrorContext.sent(server()),
                    null);
        }
    }

    void trim() {
        buffer.reset();
        reader.trim();
    }

    ServerAddress server() {
        return transport.peer();
    }

    String name() {
        return name;
    }

    boolean isOpen() {
        return transport.isOpen();
    }

    @Override
    public void close() {
        transport.close();
    }

    private int encode(Request request, int flags, ConnectionDescription limits) {
        buffer.reset();
        int requestId = ++lastRequestId;
        boolean whole = false;
        message.begin(requestId, flags);
        try {
            request.encode(message, documents, buffer, limits);
            message.finish(limits.maxMessageSizeBytes());
            whole = true;
            return requestId;
        } catch (EncodingException | WireException e) {
            throw unsendable(request.commandName(), e);
        } finally {
            if (!whole) {
                message.abort();
            }
        }
    }

    private MongoDocumentException unsendable(String command, RuntimeException e) {
        String text = "cannot send " + command + " to " + server() + ": " + e.getMessage();
        return new MongoDocumentException(text, ErrorContext.unsent(server()), e);
    }

    /** Writes what is in the buffer and reads the answer. */
    private RawDocument exchange(String command, Deadline deadline, Answer answer) {
        boolean answered = false;
        boolean sent = true;
        try {
            transport.write(buffer.array(), 0, buffer.size(), deadline);
            RawDocument body = answer.read();
            answered = true;
            return body;
        } catch (MongoException e) {
            sent = e.bytesSent();
            throw explained(command, e);
        } catch (WireException e) {
            String text = "the reply to " + command + " on " + name + " is malformed: " + e.getMessage() + "; "
                    + reader.received();
            throw new MongoProtocolException(text, ErrorContext.sent(server()), e);
        } catch (FrameReader.EndOfStream e) {
            throw new MongoSocketException(
                    "the server closed " + name + " instead of answering " + command + "; " + reader.received(),
                    ErrorContext.sent(server()),
                    null);
        } finally {
            // a surplus does not spoil the answer, but the stream is not to be trusted any further
            if (answered ? reader.surplusBytes() > 0 : sent) {
                close();
            }
        }
    }

    private static void requireOrdinary(OpMsg reply) {
        if (reply.moreToCome()) {
            throw new WireException("OP_MSG flagBits", "no moreToCome, it was not asked for", reply.flags());
        }
        if (!reply.sequences().isEmpty()) {
            throw new WireException(
                    "OP_MSG sections of kind 1",
                    "none in a reply",
                    reply.sequences().size());
        }
    }

    /** The same error with the command and the connection in front. */
    private MongoException explained(String command, MongoException e) {
        String text = command + " on " + name + ": " + e.getMessage();
        if (e instanceof MongoOperationTimeoutException) {
            return new MongoOperationTimeoutException(text, e.context(), e);
        }
        if (e instanceof MongoInterruptedException) {
            return new MongoInterruptedException(text, e.context(), e);
        }
        return new MongoSocketException(text, e.context(), e);
    }

    /** Reads an answer. */
    @FunctionalInterface
    private interface Answer {
        RawDocument read() throws FrameReader.EndOfStream;
    }
}
