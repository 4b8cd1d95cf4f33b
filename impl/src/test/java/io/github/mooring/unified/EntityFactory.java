package io.github.mooring.unified;

import io.github.mooring.api.MongoSession;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Makes the entities that a case describes. Used by one thread.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#entity">
 *     Unified Test Format: entity</a>
 */
final class EntityFactory {
    private final Entities entities;
    private final TestLab lab;

    EntityFactory(Entities entities, TestLab lab) {
        this.entities = entities;
        this.lab = lab;
    }

    /** Makes one, given as a document of one field. */
    void create(BsonValue described) {
        String kind = described.asDocument().getFirstKey();
        BsonDocument description = described.asDocument().getDocument(kind);
        String id = description.getString("id").getValue();
        entities.add(id, create(kind, id, description));
    }

    private Object create(String kind, String id, BsonDocument description) {
        return switch (kind) {
            case "client" -> ClientDescription.create(description, lab);
            case "database" -> database(description);
            case "collection" -> collection(description);
            case "thread" -> new ThreadEntity(id);
            case "session" -> SessionOptions.session(description, referred(description, "client", ClientEntity.class));
            case "bucket" -> lacking(kind, description, "database", DatabaseEntity.class);
            default -> throw new LackingException("entity " + kind);
        };
    }

    private <T> T referred(BsonDocument description, String field, Class<T> kind) {
        return entities.get(description.getString(field).getValue(), kind);
    }

    /** What it belongs to has to be there all the same. */
    private Object lacking(String kind, BsonDocument description, String owner, Class<?> ownerKind) {
        Object unused = referred(description, owner, ownerKind);
        throw new LackingException("entity " + kind);
    }

    private DatabaseEntity database(BsonDocument description) {
        ClientEntity client = referred(description, "client", ClientEntity.class);
        MongoSession session = SessionOptions.apply(client.session(), description, "databaseOptions");
        return new DatabaseEntity(
                session,
                session.getDatabase(description.getString("databaseName").getValue()));
    }

    private CollectionEntity collection(BsonDocument description) {
        DatabaseEntity database = referred(description, "database", DatabaseEntity.class);
        MongoSession session = SessionOptions.apply(database.session(), description, "collectionOptions");
        return new CollectionEntity(
                session,
                session.getDatabase(database.database().getName())
                        .getCollection(description.getString("collectionName").getValue(), BsonDocument.class));
    }
}
