package io.github.mooring.client;

import io.github.mooring.api.AggregateIterable;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.operation.CreateCollection;
import io.github.mooring.operation.DocumentCodecs;
import io.github.mooring.operation.DropDatabase;
import io.github.mooring.operation.ListCollections;
import io.github.mooring.operation.ReadOptions;
import io.github.mooring.operation.RunCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;

/** A database seen through a session; immutable. */
final class ClientDatabase implements MongoDatabase {
    private final CommandScope session;
    private final String name;

    ClientDatabase(CommandScope session, String name) {
        this.session = session;
        this.name = name;
    }

    private DocumentCodecs codecs() {
        return DocumentCodecs.of(session.settings().uuids());
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public MongoCollection<Document> getCollection(String collectionName) {
        session.checkOpen();
        return new ClientCollection<>(
                session, new MongoNamespace(name, collectionName), Document.class, codecs().document());
    }

    @Override
    public <T> MongoCollection<T> getCollection(String collectionName, Class<T> documentClass) {
        Objects.requireNonNull(documentClass, "documentClass");
        session.checkOpen();
        MongoNamespace namespace = new MongoNamespace(name, collectionName);
        return new ClientCollection<>(session, namespace, documentClass, codecs().of(documentClass));
    }

    @Override
    public Document runCommand(Bson command) {
        Objects.requireNonNull(command, "command");
        return session.execute(new RunCommand<>(name, command, codecs(), codecs().document()));
    }

    @Override
    public <T> T runCommand(Bson command, Class<T> resultClass) {
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(resultClass, "resultClass");
        return session.execute(new RunCommand<>(name, command, codecs(), codecs().of(resultClass)));
    }

    @Override
    public List<String> listCollectionNames() {
        return list(true).stream()
                .map(collection -> collection.getString("name"))
                .toList();
    }

    @Override
    public List<Document> listCollections() {
        return list(false);
    }

    private List<Document> list(boolean nameOnly) {
        List<Document> all = new ArrayList<>();
        try (MongoCursor<Document> cursor =
                BatchCursor.open(session, new ListCollections(name, nameOnly), ReadOptions.DEFAULTS, 0)) {
            cursor.forEachRemaining(all::add);
        }
        return all;
    }

    @Override
    public void createCollection(String collectionName) {
        session.execute(new CreateCollection(new MongoNamespace(name, collectionName)));
    }

    @Override
    public AggregateIterable<Document> aggregate(List<? extends Bson> pipeline) {
        session.checkOpen();
        return new AggregateQuery<>(session, name, null, codecs().document(), AggregateQuery.of(session, pipeline));
    }

    @Override
    public void drop() {
        session.execute(new DropDatabase(name));
    }

    @Override
    public String toString() {
        return name;
    }
}
