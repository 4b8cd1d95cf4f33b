package io.github.mooring.testkit.server;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.UuidRepresentation;

/** A server and the vendor's driver on it. */
final class DriverSession implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(40);

    final EmbeddedServer server;
    final MongoClient client;

    DriverSession() {
        this(EmbeddedServer.start(), "");
    }

    private DriverSession(EmbeddedServer server, String options) {
        this.server = server;
        this.client = client(server.uri() + options);
    }

    static MongoClient client(String uri) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .uuidRepresentation(UuidRepresentation.STANDARD)
                .build());
    }

    MongoDatabase database() {
        return client.getDatabase("honest");
    }

    MongoCollection<Document> collection() {
        return database().getCollection("things");
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
