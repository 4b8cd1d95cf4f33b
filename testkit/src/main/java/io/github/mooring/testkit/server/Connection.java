package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.UnsupportedBsonException;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.testkit.wire.CompressedFrames;
import io.github.mooring.testkit.wire.Frame;
import io.github.mooring.testkit.wire.Replies;
import io.github.mooring.testkit.wire.Request;
import io.github.mooring.testkit.wire.RequestParser;
import io.github.mooring.testkit.wire.WireCompressor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: reads requests and answers them in order until the client leaves or sends something malformed.
 *
 * <p>Everything but {@link #close} and {@link #info} happens on the connection's own thread.
 */
final class Connection {
    private static final CompletableFuture<CommandFailure> UNINTERRUPTED = new CompletableFuture<>();

    private final ServerContext server;
    /** The TCP socket; TLS, where it is spoken, lies on top of it. */
    private final Socket socket;

    private final Session session;
    /** Where replies go: the socket itself, or TLS on top of it. Used by the connection's thread. */
    private OutputStream out = OutputStream.nullOutputStream();

    private int lastReplyId;
    /** What the request in hand was compressed with; null if it was not. */
    private @Nullable WireCompressor compressor;

    Connection(ServerContext server, Socket socket, int id) {
        this.server = server;
        this.socket = socket;
        this.session = new Session(id, socket.getPort());
    }

    ConnectionInfo info() {
        User user = session.user();
        Document client = session.client();
        return new ConnectionInfo(
                session.connectionId,
                socket.getPort(),
                client == null ? null : client.cloneDeeply(),
                user == null ? null : user.toString(),
                session.clientCertificateSubject());
    }

    /** Serves until the end; never throws for what a client does. */
    void serve() {
        try {
            Socket stream = secure();
            out = stream.getOutputStream();
            InputStream in = new BufferedInputStream(stream.getInputStream(), 64 * 1024);
            Frame frame = Frame.read(in);
            while (frame != null && handle(frame)) {
                frame = Frame.read(in);
            }
        } catch (IOException e) {
            server.connectionFailed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Puts TLS on the connection if the server speaks it now. */
    private Socket secure() throws IOException {
        ServerTls tls = server.tls();
        if (tls == null) {
            return socket;
        }
        try {
            SSLSocket secured = tls.accept(socket);
            session.clientCertificateSubject(ServerTls.clientSubject(secured));
            return secured;
        } catch (IOException e) {
            Farewell.say(socket);
            throw e;
        }
    }

    void close() {
        session.end();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a socket on loopback failed", e);
        }
    }

    /** Answers one request; false ends the connection. */
    private boolean handle(Frame received) throws IOException, InterruptedException {
        Frame frame = expand(received);
        Request request;
        try {
            request = RequestParser.parse(frame);
        } catch (UnsupportedBsonException e) {
            send(frame, frame.requestId(), false, error(new CommandFailure(e.code(), String.valueOf(e.getMessage()))));
            return true;
        }
        Command command = Command.of(request);
        // before the command is counted: who waits for it to come may take the fault away then, or interrupt it
        FailCommand fault = strike(command);
        CompletableFuture<CommandFailure> interruption = interruption(command, fault);
        server.traffic()
                .received(command, new RecordedRequest(session.connectionId, request, received.length(), compressor));
        int answered = frame.requestId();
        while (true) {
            Document reply = reply(command, fault, interruption);
            if (reply == null) {
                return false;
            }
            server.traffic().completed(command);
            boolean more = HelloWait.streams(frame, command, reply);
            send(frame, answered, more, reply);
            if (!more) {
                return true;
            }
            // from here on the server asks itself, and fail points strike each answer anew
            answered = lastReplyId;
            command = HelloWait.next(command, reply);
            fault = strike(command);
            interruption = interruption(command, fault);
        }
    }

    /** Only a command that a fault holds up can be interrupted. */
    private CompletableFuture<CommandFailure> interruption(Command command, @Nullable FailCommand fault) {
        return fault == null ? UNINTERRUPTED : server.face().interruption(command);
    }

    /** Null ends the connection without an answer. */
    private @Nullable Document reply(
            Command command, @Nullable FailCommand fault, CompletableFuture<CommandFailure> interruption)
            throws InterruptedException {
        CommandFailure interrupted = null;
        if (fault != null && fault.blockMillis > 0) {
            interrupted = session.await(interruption, fault.blockMillis);
        }
        if (fault != null && fault.closesConnection) {
            return null;
        }
        Document reply = interrupted == null ? answer(command, fault) : error(interrupted);
        if (fault != null && fault.closesAfterwards) {
            return null;
        }
        server.face().complete(command, session, reply);
        if (List.of().equals(reply.get("errorLabels"))) {
            reply.remove("errorLabels");
        }
        return reply;
    }

    /** Takes a compressed message out, if hello has agreed on how it is compressed. */
    private Frame expand(Frame received) throws IOException {
        if (received.opcode() != Frame.OP_COMPRESSED) {
            compressor = null;
            return received;
        }
        WireCompressor used = CompressedFrames.compressor(received);
        if (!session.compressors().contains(used)) {
            throw new IOException("the connection has not agreed on " + used);
        }
        compressor = used;
        return CompressedFrames.expand(received);
    }

    /** A fault by application name must strike the very hello that brings the name. */
    private @Nullable FailCommand strike(Command command) {
        if (command.name().equals("configureFailPoint")) {
            return null;
        }
        String appName = session.appName();
        if (appName == null && command.body().get("client") instanceof Document client) {
            appName = Session.appName(client);
        }
        return server.failPoints().strike(command, appName);
    }

    private Document answer(Command command, @Nullable FailCommand fault) throws InterruptedException {
        if (fault != null && fault.errorCode != null) {
            return fault.label(
                    error(new CommandFailure(fault.errorCode, "Failing command via 'failCommand' failpoint")));
        }
        try {
            awaitChange(command);
            Document reply = server.dispatcher().dispatch(command, session);
            return fault == null || fault.writeConcernError == null
                    ? reply
                    : fault.label(reply.append("writeConcernError", fault.writeConcernError));
        } catch (CommandFailure e) {
            return error(e);
        }
    }

    /** An awaitable hello stops here until there is news, or its time is over. */
    private void awaitChange(Command command) throws InterruptedException {
        HelloWait wait = HelloWait.of(command);
        CompletableFuture<?> change = wait == null ? null : server.face().changeSince(wait.topologyVersion());
        if (wait != null && change != null) {
            session.await(change, wait.millis());
        }
    }

    private void send(Frame request, int answered, boolean more, Document reply) throws IOException {
        if (request.hasFlag(Frame.MORE_TO_COME)) {
            return;
        }
        Frame plain = Replies.to(request, answered, ++lastReplyId, more, reply);
        WireCompressor asked = compressor; // a compressed question gets a compressed answer, as from mongod
        out.write((asked == null ? plain : CompressedFrames.compress(plain, asked)).bytes());
    }

    private static Document error(CommandFailure failure) {
        Document reply = new Document("ok", 0.0)
                .append("errmsg", failure.text())
                .append("code", failure.code())
                .append("codeName", failure.codeName());
        return failure.labels().isEmpty() ? reply : reply.append("errorLabels", failure.labels());
    }
}
