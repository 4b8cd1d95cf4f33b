package io.github.mooring.connection;

import java.time.Duration;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.types.ObjectId;

/** What a monitor asks a server again and again. Without client metadata: servers refuse to be told a second time. */
public final class MonitorCommand {
    private MonitorCommand() {}

    /** The question in the words that the server has said it knows. */
    public static Request forServer(ConnectionDescription server) {
        return new BsonCommand("admin", question(server));
    }

    /**
     * The question to a server that may keep its answer back until it has something new to say.
     *
     * @param processId of the {@code topologyVersion} that is known
     * @param counter   of the same
     * @param atMost    how long it may keep it back
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-monitoring.md#streaming-protocol">
     *     Server Monitoring: streaming protocol</a>
     */
    public static Request awaitingNews(
            ConnectionDescription server, ObjectId processId, long counter, Duration atMost) {
        BsonDocument known =
                new BsonDocument("processId", new BsonObjectId(processId)).append("counter", new BsonInt64(counter));
        return new BsonCommand(
                "admin",
                question(server)
                        .append("topologyVersion", known)
                        .append("maxAwaitTimeMS", new BsonInt64(atMost.toMillis())));
    }

    private static BsonDocument question(ConnectionDescription server) {
        String name = server.helloOk() ? "hello" : "isMaster";
        return new BsonDocument(name, new BsonInt32(1)).append("helloOk", BsonBoolean.TRUE);
    }
}
