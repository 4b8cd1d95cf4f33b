package io.github.mooring.testkit.scripted;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.Gate;
import io.github.mooring.testkit.bson.Json;
import io.github.mooring.testkit.wire.Replies;
import io.github.mooring.testkit.wire.Request;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a {@link ScriptedServer} does on one connection, step by step. Immutable; each method returns a longer script.
 *
 * <p>A script that has come to its end closes the connection.
 */
public final class Script {
    /** A hello reply of a standalone server of protocol 21. */
    public static final String HELLO = "{ismaster: true, isWritablePrimary: true, helloOk: true, "
            + "maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000, maxWriteBatchSize: 100000, "
            + "logicalSessionTimeoutMinutes: 30, connectionId: 1, minWireVersion: 0, maxWireVersion: 21, "
            + "readOnly: false, ok: 1.0}";

    private static final Script EMPTY = new Script(List.of());

    private final List<Step> steps;

    private Script(List<Step> steps) {
        this.steps = steps;
    }

    /** A script that accepts and closes at once. */
    public static Script closeAtOnce() {
        return EMPTY;
    }

    /** A script that begins with a hello, by any of its names, and a sound reply to it. */
    public static Script handshake() {
        return EMPTY.expectHello().reply(HELLO);
    }

    /** A script for a connection that monitors: it answers one hello after the other until the client closes it. */
    public static Script monitored() {
        return monitored(HELLO);
    }

    /** As above, with another reply. */
    public static Script monitored(String reply) {
        return monitored(address -> reply);
    }

    /** As above, with a reply that has to name the server itself; it is made of the server's {@code host:port}. */
    public static Script monitored(UnaryOperator<String> reply) {
        return EMPTY.then(line -> {
            Document document = Json.document(reply.apply(line.address()));
            try {
                for (Request next = line.readUnlessEnded(); next != null; next = line.readUnlessEnded()) {
                    requireHello(next);
                    line.write(line.replyTo(document));
                }
            } catch (SocketException closed) {
                // the client may lose interest at any time, an answer under way included
            }
        });
    }

    /** A script that begins with this command. */
    public static Script expecting(String command) {
        return EMPTY.expect(command);
    }

    /** A script that sends without having been asked. */
    public static Script sending(byte[] bytes) {
        return EMPTY.send(bytes);
    }

    /** A script that reads nothing and says nothing until the gate opens. */
    public static Script silentUntil(Gate gate) {
        return EMPTY.pauseAt(gate);
    }

    /** Reads a request, which must be this command, spelled like this. */
    public Script expect(String command) {
        return then(line -> {
            Request request = line.read();
            if (!request.commandName().equals(command)) {
                throw new AssertionError("expected the command " + command + ", got " + request.commandName());
            }
        });
    }

    /** Reads a request, which must be hello or one of its older names. */
    public Script expectHello() {
        return then(line -> requireHello(line.read()));
    }

    private static void requireHello(Request request) {
        if (!List.of("hello", "isMaster", "ismaster").contains(request.commandName())) {
            throw new AssertionError("expected a hello, got " + request.commandName());
        }
    }

    /** Reads a request, whatever it is. */
    public Script expectAnything() {
        return then(Line::read);
    }

    /** The client must close the connection, or half of it, without another byte. */
    public Script expectEnd() {
        return then(Line::readEnd);
    }

    /** Answers the last request, in the format it came in. */
    public Script reply(String json) {
        return reply(Json.document(json));
    }

    /** Answers the last request, in the format it came in. */
    public Script reply(Document document) {
        return then(line -> line.write(line.replyTo(document)));
    }

    /**
     * Answers the last request, in the format it came in, with what has to name the server itself.
     *
     * @param json makes the answer of the server's {@code host:port}
     */
    public Script reply(UnaryOperator<String> json) {
        return then(line -> line.write(line.replyTo(Json.document(json.apply(line.address())))));
    }

    /** Answers the last request with a reply that is damaged in these ways, in this order. */
    public Script replyDamaged(String json, Damage... damages) {
        Document document = Json.document(json);
        List<Damage> order = List.of(damages);
        return then(line -> {
            byte[] bytes = line.replyTo(document);
            for (Damage damage : order) {
                bytes = damage.apply(bytes);
            }
            line.write(bytes);
        });
    }

    /** Answers the last request, one byte to a write, as far as TCP lets that be seen. */
    public Script replyByteByByte(String json) {
        Document document = Json.document(json);
        return then(line -> {
            for (byte one : line.replyTo(document)) {
                line.write(new byte[] {one});
            }
        });
    }

    /** Sends the first {@code bytes} bytes of a reply, waits at the gate, sends the rest. */
    public Script replyInTwoParts(String json, int bytes, Gate between) {
        Document document = Json.document(json);
        return then(line -> {
            byte[] whole = line.replyTo(document);
            line.write(Damage.truncatedTo(bytes).apply(whole));
            line.stopAt(between);
            line.write(Arrays.copyOfRange(whole, Math.min(bytes, whole.length), whole.length));
        });
    }

    /** Answers the request {@code back} requests before the last one; 0 is the last one. */
    public Script replyToEarlier(int back, String json) {
        Document document = Json.document(json);
        return then(line -> line.write(
                Replies.to(line.earlier(back).frame(), line.nextId(), document).bytes()));
    }

    /** Sends these bytes as they are. */
    public Script send(byte[] bytes) {
        byte[] copy = bytes.clone();
        return then(line -> line.write(copy));
    }

    /** Stops until the test opens the gate; the end of the server ends the stop. */
    public Script pauseAt(Gate gate) {
        return then(line -> line.stopAt(gate));
    }

    /** Closes the connection in the ordinary way. */
    public Script close() {
        return then(Line::close);
    }

    /** Closes the connection with a reset. */
    public Script reset() {
        return then(Line::reset);
    }

    /** The steps of {@code other} after these. */
    public Script then(Script other) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(other.steps);
        return new Script(List.copyOf(all));
    }

    List<Step> steps() {
        return steps;
    }

    private Script then(Step step) {
        return then(new Script(List.of(step)));
    }
}
