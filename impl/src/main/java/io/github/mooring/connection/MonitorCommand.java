package io.github.mooring.connection;

import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/** What a monitor asks a server again and again. Without client metadata: servers refuse to be told a second time. */
public final class MonitorCommand {
    private MonitorCommand() {}

    /** The question in the words that the server has said it knows. */
    public static Request forServer(ConnectionDescription server) {
        String name = server.helloOk() ? "hello" : "isMaster";
        return new BsonCommand("admin", new BsonDocument(name, new BsonInt32(1)).append("helloOk", BsonBoolean.TRUE));
    }
}
