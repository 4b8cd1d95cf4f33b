package io.github.mooring.topology;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.CallInFlight;
import io.github.mooring.connection.Connection;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.MonitorConnection;
import io.github.mooring.connection.ReplyReader;
import io.github.mooring.connection.Request;
import io.github.mooring.connection.ServerKind;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Deadline;
import io.github.mooring.wire.DocumentEncoder;
import io.github.mooring.wire.MessageHeader;
import io.github.mooring.wire.OpMsg;
import io.github.mooring.wire.OpMsgWriter;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/** A server without a network, whose connections answer as a test wants them to. Confined to one thread. */
final class FakeServer {
    static final ServerAddress ADDRESS = new ServerAddress("db.example", 27017);

    final List<FakeConnection> connections = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    /** What was asked, as JSON. */
    final List<String> questions = new ArrayList<>();
    /** How much time there was for each answer. */
    final List<Duration> deadlines = new ArrayList<>();

    boolean down;
    /** How long the answer to a handshake takes. */
    Duration distance = Duration.ZERO;

    String answer = "{ok: 1}";
    Runnable whileAnswering = () -> {};
    /** Of the last attempt to connect. */
    Cancellation token = Cancellation.none();

    MonitorConnection connect(Deadline deadline, Cancellation cancellation) {
        token = cancellation;
        whileAnswering.run();
        if (down) {
            throw new MongoConnectException("refused", ErrorContext.unsent(ADDRESS), null);
        }
        FakeConnection connection = new FakeConnection();
        connections.add(connection);
        return new MonitorConnection(connection, document(answer), distance);
    }

    private static RawDocument document(String json) {
        WireBuffer buffer = new WireBuffer();
        new DocumentEncoder(buffer).encode(new BsonDocumentCodec(), BsonDocument.parse(json), 1000);
        return RawDocument.of(buffer.array(), 0, buffer.getPosition());
    }

    final class FakeConnection implements Connection {
        boolean open = true;

        @Override
        public ConnectionDescription description() {
            return new ConnectionDescription(
                    ADDRESS, ServerKind.STANDALONE, null, 1000, 1000, 1, 0, 21, null, null, true, null, null);
        }

        @Override
        public long id() {
            return 1;
        }

        @Override
        public <R> R call(Request request, Deadline deadline, ReplyReader<R> reader) {
            whileAnswering.run();
            asked.add(request.commandName());
            questions.add(json(request));
            deadlines.add(deadline.budget());
            if (down) {
                open = false;
                throw new MongoSocketException("reset", ErrorContext.sent(ADDRESS), null);
            }
            return reader.read(document(answer), description());
        }

        private String json(Request request) {
            WireBuffer buffer = new WireBuffer();
            OpMsgWriter message = new OpMsgWriter(buffer);
            message.begin(1, 0);
            request.encode(message, new DocumentEncoder(buffer), buffer, description());
            message.finish(1000);
            var header = MessageHeader.read(buffer.array(), 0, 1000);
            return OpMsg.read(header, buffer.array(), 0, buffer.getPosition())
                    .body()
                    .toBsonDocument()
                    .toJson();
        }

        @Override
        public void send(Request request, Deadline deadline) {
            throw new AssertionError("a monitor waits for its answer");
        }

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public List<CallInFlight> calls() {
            return List.of();
        }

        @Override
        public boolean isCaughtUp() {
            return true;
        }

        @Override
        public @Nullable MongoException failure() {
            return null;
        }

        @Override
        public boolean isAlive() {
            return open;
        }

        @Override
        public void tend() {}

        @Override
        public boolean hasSpoken() {
            return false;
        }

        @Override
        public void abort(String why) {
            open = false;
        }

        @Override
        public boolean isUsable() {
            return open;
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
