package io.github.mooring.bench;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Mooring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The calls of {@link AllocationReport}, each as an application writes it, handles made once. What is inserted is made
 * anew for each call, as are filters: they count. Confined to one thread.
 */
final class AllocationCalls implements AutoCloseable {
    private static final Document PING = new Document("ping", 1);

    private final Map<String, Runnable> calls = new LinkedHashMap<>();
    private final List<Runnable> closing;

    private AllocationCalls(Runnable... closing) {
        this.closing = List.of(closing);
    }

    /** Through Mooring. */
    static AllocationCalls mooring(int port) {
        MongoSessionFactory factory = Mooring.dial("mongodb://127.0.0.1:" + port + "/bench?maxPoolSize=1");
        MongoSession session = factory.openSession();
        var people = session.getDatabase().getCollection("people");
        var undecoded = session.getDatabase().getCollection("people", RawBsonDocument.class);
        AllocationCalls calls = new AllocationCalls(session::close, factory::close);
        calls.add(
                "find",
                () -> people.find(new Document("_id", AllocationReplies.ID)).first());
        calls.add(
                "undecoded find",
                () -> undecoded.find(new Document("_id", AllocationReplies.ID)).first());
        calls.add("insertOne", () -> people.insertOne(AllocationReplies.person(new ObjectId())));
        calls.add("ping", session::ping);
        return calls;
    }

    /** Through the vendor's driver. */
    static AllocationCalls vendor(int port) {
        MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + port + "/?maxPoolSize=1");
        MongoDatabase database = client.getDatabase("bench");
        var people = database.getCollection("people");
        var undecoded = database.getCollection("people", RawBsonDocument.class);
        AllocationCalls calls = new AllocationCalls(client::close);
        calls.add("find", () -> people.find(eq("_id", AllocationReplies.ID)).first());
        calls.add(
                "undecoded find",
                () -> undecoded.find(eq("_id", AllocationReplies.ID)).first());
        calls.add("insertOne", () -> people.insertOne(AllocationReplies.person(new ObjectId())));
        calls.add("ping", () -> database.runCommand(PING));
        return calls;
    }

    /** Their names, in the order of the report. */
    List<String> names() {
        return List.copyOf(calls.keySet());
    }

    /** One of them. */
    Runnable call(String name) {
        return Objects.requireNonNull(calls.get(name), name);
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }

    private void add(String name, Supplier<@Nullable Object> call) {
        calls.put(name, () -> Objects.requireNonNull(call.get(), name));
    }
}
