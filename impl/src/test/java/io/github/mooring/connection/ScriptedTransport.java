package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** A transport without a network: a script answers each message; behind the last answer the stream ends. */
final class ScriptedTransport implements Transport {
    static final ServerAddress SERVER = new ServerAddress("db.example", 27017);

    final List<byte[]> written = new ArrayList<>();
    private final Deque<Function<byte[], byte[]>> answers = new ArrayDeque<>();
    private final ByteArrayOutputStream incoming = new ByteArrayOutputStream();
    private int readAt;
    /** How many bytes one read returns at most. */
    int chunkBytes = Integer.MAX_VALUE;

    int reads;
    boolean silentAtEnd;

    @Nullable
    MongoException writeFailure;

    /** What happens on the reading thread once all that has come so far is read. */
    Runnable whenAllIsRead = () -> {};

    private boolean open = true;

    /** Answers the next message with a document, as a server does. */
    ScriptedTransport answer(String json) {
        BsonDocument document = BsonDocument.parse(json);
        return answerBytes(request -> Frames.answer(request, document));
    }

    /** Answers the next message with bytes. */
    ScriptedTransport answerBytes(Function<byte[], byte[]> answer) {
        answers.add(answer);
        return this;
    }

    /** Sends bytes now. */
    void send(byte[] bytes) {
        incoming.writeBytes(bytes);
    }

    /** Behind the last answer nothing comes, where otherwise the stream ends. */
    ScriptedTransport silentAtEnd() {
        silentAtEnd = true;
        return this;
    }

    BsonDocument sent(int index) {
        return Frames.document(written.get(index));
    }

    @Override
    public int read(byte[] buffer, int offset, int length, Deadline deadline) {
        requireOpen(ErrorContext.sent(SERVER));
        reads++;
        int available = incoming.size() - readAt;
        if (available == 0 && silentAtEnd) {
            throw new MongoOperationTimeoutException("nothing came", ErrorContext.sent(SERVER), null);
        }
        if (available == 0) {
            return -1;
        }
        int count = Math.min(Math.min(length, chunkBytes), available);
        System.arraycopy(incoming.toByteArray(), readAt, buffer, offset, count);
        readAt += count;
        if (readAt == incoming.size()) {
            whenAllIsRead.run();
        }
        return count;
    }

    @Override
    public int readOrClose(byte[] buffer, int offset, int length, Deadline deadline) {
        return read(buffer, offset, length, deadline);
    }

    @Override
    public boolean hasBytes() {
        return incoming.size() > readAt;
    }

    @Override
    public void write(byte[] bytes, int offset, int length, Deadline deadline) {
        requireOpen(ErrorContext.unsent(SERVER));
        MongoException failure = writeFailure;
        if (failure != null) {
            writeFailure = null;
            throw failure;
        }
        byte[] message = Arrays.copyOfRange(bytes, offset, offset + length);
        written.add(message);
        Function<byte[], byte[]> answer = answers.poll();
        if (answer != null) {
            incoming.writeBytes(answer.apply(message));
        }
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public ServerAddress peer() {
        return SERVER;
    }

    @Override
    public String description() {
        return "scripted";
    }

    private void requireOpen(ErrorContext context) {
        if (!open) {
            throw new MongoSocketException("the connection is closed", context, null);
        }
    }
}
