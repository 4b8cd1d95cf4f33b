package io.github.mooring.testkit.scripted;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.wire.Frame;
import io.github.mooring.testkit.wire.Replies;
import io.github.mooring.testkit.wire.Request;
import io.github.mooring.testkit.wire.RequestParser;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connection that a script runs on. Confined to the script's thread, but for closing. */
final class Line {
    private static final int FIRST_REPLY_ID = 1_000;

    private final Socket socket;
    private final Consumer<Request> record;
    private final BooleanSupplier serverEnded;
    private final List<Request> requests = new ArrayList<>();
    private int lastReplyId = FIRST_REPLY_ID;

    Line(Socket socket, Consumer<Request> record, BooleanSupplier serverEnded) {
        this.socket = socket;
        this.record = record;
        this.serverEnded = serverEnded;
    }

    /** How the client has reached the server. */
    String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    Request read() throws IOException {
        Request request = readUnlessEnded();
        if (request == null) {
            throw new AssertionError("expected a request, but the client has closed the connection");
        }
        return request;
    }

    /** Null if the client has closed the connection in the ordinary way. */
    @Nullable
    Request readUnlessEnded() throws IOException {
        Frame frame = Frame.read(socket.getInputStream());
        if (frame == null) {
            return null;
        }
        Request request = RequestParser.parse(frame);
        requests.add(request);
        record.accept(request);
        return request;
    }

    void readEnd() throws IOException {
        int next;
        try {
            next = socket.getInputStream().read();
        } catch (SocketException reset) {
            next = -1;
        }
        if (next >= 0) {
            throw new AssertionError("expected the client to close the connection, it sent another byte: " + next);
        }
    }

    Request earlier(int back) {
        int index = requests.size() - 1 - back;
        if (index < 0) {
            throw new AssertionError(
                    "the script answers before a request has been read: back=" + back + " requests=" + requests.size());
        }
        return requests.get(index);
    }

    byte[] replyTo(Document document) {
        return Replies.to(earlier(0).frame(), nextId(), document).bytes();
    }

    int nextId() {
        return ++lastReplyId;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void stopAt(Gate gate) throws InterruptedException {
        gate.pass(0, serverEnded);
    }

    void close() throws IOException {
        socket.close();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }
}
