package io.github.mooring.client;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoCursor;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoRequest;
import io.github.mooring.api.MongoSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * One operation of every kind, each of which checks that what comes back is the answer to what it asked: all carry a
 * number that the reply repeats. Stateless.
 */
public final class EveryOperation {
    /** How many documents {@link #prepare} stores. */
    static final int DOCUMENTS = 300;

    /** So many of them have the same owner: more than one batch of a cursor. */
    static final int OWNED = 10;

    private static final List<Kind> KINDS = List.of(
            EveryOperation::ping,
            EveryOperation::findOne,
            EveryOperation::findMany,
            EveryOperation::aggregate,
            EveryOperation::update,
            EveryOperation::findAndUpdate,
            EveryOperation::replace,
            EveryOperation::insertAndDelete,
            EveryOperation::insertMany,
            EveryOperation::count,
            EveryOperation::distinct,
            EveryOperation::runCommand,
            EveryOperation::list);

    private EveryOperation() {}

    /** Stores what the operations look for. */
    public static void prepare(MongoSession session) {
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.add(document(i));
        }
        notes(Place.of(session)).insertMany(documents);
    }

    /** How many kinds there are: so many numbers in a row run each once. */
    public static int kinds() {
        return KINDS.size();
    }

    /** Runs one; {@code number} says which, on what. */
    public static void run(MongoSession session, long number) {
        run(Place.of(session), number);
    }

    /** Runs one over the connection of a request. */
    static void run(MongoRequest request, long number) {
        run(Place.of(request), number);
    }

    private static void run(Place place, long number) {
        KINDS.get((int) (number % KINDS.size())).run(place, number);
    }

    private static Document document(int id) {
        return new Document("_id", id).append("number", id).append("owner", id / OWNED);
    }

    private static MongoCollection<Document> notes(Place place) {
        return place.database().getCollection("numbered");
    }

    /** Where documents come and go. */
    private static MongoCollection<Document> passing(Place place) {
        return place.database().getCollection("passing");
    }

    private static int id(long number) {
        return (Long.hashCode(number * 31) & Integer.MAX_VALUE) % DOCUMENTS;
    }

    private static Document byId(int id) {
        return new Document("_id", id);
    }

    private static void ping(Place place, long number) {
        require(place.ping().get().toNanos() >= 0, "a ping takes time", number);
    }

    private static void findOne(Place place, long number) {
        int id = id(number);
        requireNumber(notes(place).find(byId(id)).first(), id);
    }

    private static void findMany(Place place, long number) {
        int owner = id(number) / OWNED;
        int seen = 0;
        try (MongoCursor<Document> cursor =
                notes(place).find(new Document("owner", owner)).batchSize(4).cursor()) {
            while (cursor.hasNext()) {
                require(cursor.next().getInteger("owner") == owner, "the cursor is of owner", owner);
                seen++;
            }
        }
        require(seen == OWNED, "all is seen once of owner", owner);
    }

    private static void aggregate(Place place, long number) {
        int id = id(number);
        requireNumber(
                notes(place)
                        .aggregate(List.of(new Document("$match", byId(id))))
                        .first(),
                id);
    }

    private static void update(Place place, long number) {
        long matched = notes(place)
                .updateOne(byId(id(number)), new Document("$inc", new Document("updates", 1)))
                .matchedCount();
        require(matched == 1, "one matches an update of", id(number));
    }

    private static void findAndUpdate(Place place, long number) {
        int id = id(number);
        requireNumber(notes(place).findOneAndUpdate(byId(id), new Document("$inc", new Document("updates", 1))), id);
    }

    private static void replace(Place place, long number) {
        int id = id(number);
        long matched = notes(place).replaceOne(byId(id), document(id)).matchedCount();
        require(matched == 1, "one matches a replacement of", id);
    }

    private static void insertAndDelete(Place place, long number) {
        Document passer = new Document("number", number);
        passing(place).insertOne(passer);
        long deleted =
                passing(place).deleteOne(new Document("_id", passer.get("_id"))).deletedCount();
        require(deleted == 1, "what was inserted is deleted, number", number);
    }

    private static void insertMany(Place place, long number) {
        List<Document> documents = List.of(new Document("number", number), new Document("number", number));
        int inserted = passing(place).insertMany(documents).insertedIds().size();
        require(inserted == 2, "both are inserted, number", number);
    }

    private static void count(Place place, long number) {
        int owner = id(number) / OWNED;
        require(notes(place).countDocuments(new Document("owner", owner)) == OWNED, "all are counted of", owner);
    }

    private static void distinct(Place place, long number) {
        int id = id(number);
        List<Integer> found = notes(place).distinct("number", byId(id), Integer.class);
        require(found.equals(List.of(id)), "the distinct number is", id);
    }

    private static void runCommand(Place place, long number) {
        int id = id(number);
        Document reply = place.database().runCommand(new Document("find", "numbered").append("filter", byId(id)));
        List<Document> batch = reply.get("cursor", Document.class).getList("firstBatch", Document.class);
        requireNumber(batch.get(0), id);
    }

    private static void list(Place place, long number) {
        require(place.database().listCollectionNames().contains("numbered"), "the collection is listed for", number);
    }

    private static void requireNumber(@Nullable Document found, int id) {
        require(found != null && found.getInteger("number") == id, "the reply is of " + found + ", asked was", id);
    }

    private static void require(boolean holds, String what, long number) {
        if (!holds) {
            throw new AssertionError("not true: " + what + " " + number);
        }
    }

    /** Where an operation runs. */
    private record Place(MongoDatabase database, Supplier<Duration> ping) {
        static Place of(MongoSession session) {
            return new Place(session.getDatabase("app"), session::ping);
        }

        static Place of(MongoRequest request) {
            return new Place(request.getDatabase("app"), request::ping);
        }
    }

    private interface Kind {
        void run(Place place, long number);
    }
}
