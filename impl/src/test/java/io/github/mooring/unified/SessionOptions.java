package io.github.mooring.unified;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.TransactionOptions;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.client.ClientSession;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/** The settings that the format gives to a database or collection, and this library to a session. Stateless. */
final class SessionOptions {
    private SessionOptions() {}

    /** The session itself, or a copy with the options that stand in a field of a description. */
    static MongoSession apply(MongoSession session, BsonDocument description, String field) {
        if (!description.containsKey(field)) {
            return session;
        }
        MongoSession copy = session.copy();
        description.getDocument(field).forEach((name, value) -> apply(copy, name, value));
        return copy;
    }

    private static void apply(MongoSession session, String name, BsonValue value) {
        switch (name) {
            case "readConcern" -> session.setReadConcern(readConcern(value.asDocument()));
            case "writeConcern" -> session.setWriteConcern(writeConcern(value.asDocument()));
            case "readPreference" -> readPreference(session, value.asDocument());
            case "timeoutMS" ->
                session.setTimeout(Duration.ofMillis(value.asNumber().longValue()));
            default -> throw new LackingException("option of databases " + name);
        }
    }

    /** A session of its own, as a case describes it. */
    static SessionEntity session(BsonDocument description, ClientEntity client) {
        BsonDocument options = description.getDocument("sessionOptions", new BsonDocument());
        for (String field : options.keySet()) {
            if (!field.equals("defaultTransactionOptions") && !field.equals("causalConsistency")) {
                throw new LackingException("option of sessions " + field);
            }
        }
        BsonDocument transactions = options.getDocument("defaultTransactionOptions", new BsonDocument());
        Mode mode = null;
        TransactionOptions defaults = TransactionOptions.DEFAULTS;
        for (Map.Entry<String, BsonValue> option : transactions.entrySet()) {
            BsonValue value = option.getValue();
            switch (option.getKey()) {
                case "readConcern" -> defaults = defaults.readConcern(readConcern(value.asDocument()));
                case "writeConcern" -> defaults = defaults.writeConcern(writeConcern(value.asDocument()));
                case "maxCommitTimeMS" ->
                    defaults = defaults.maxCommitTime(
                            Duration.ofMillis(value.asNumber().longValue()));
                case "readPreference" -> mode = mode(value.asDocument());
                default -> throw new LackingException("option of transactions " + option.getKey());
            }
        }
        ClientSession session = (ClientSession) client.session().copy();
        session.setCausalConsistency(
                options.getBoolean("causalConsistency", BsonBoolean.TRUE).getValue());
        return new SessionEntity(client, session, defaults, mode);
    }

    /** The mode that stands for a read preference without tags. */
    static Mode mode(BsonDocument preference) {
        return mode(preference.getString("mode").getValue());
    }

    static ReadConcern readConcern(BsonDocument concern) {
        return concern.isEmpty()
                ? ReadConcern.SERVER_DEFAULT
                : new ReadConcern(concern.getString("level").getValue());
    }

    static WriteConcern writeConcern(BsonDocument concern) {
        BsonValue w = concern.get("w");
        return new WriteConcern(
                w == null
                        ? null
                        : w.isString()
                                ? w.asString().getValue()
                                : String.valueOf(w.asNumber().intValue()),
                concern.containsKey("journal") ? concern.getBoolean("journal").getValue() : null,
                Duration.ofMillis(
                        concern.getNumber("wtimeoutMS", new BsonInt32(0)).longValue()));
    }

    private static void readPreference(MongoSession session, BsonDocument preference) {
        for (String field : preference.keySet()) {
            if (!field.equals("mode") && !field.equals("tagSets")) {
                throw new LackingException("option of databases readPreference." + field);
            }
        }
        session.setMode(mode(preference.getString("mode").getValue()));
        if (preference.containsKey("tagSets")) {
            session.selectServers(preference.getArray("tagSets").stream()
                    .map(set -> tagSet(set.asDocument()))
                    .toArray(TagSet[]::new));
        }
    }

    private static Mode mode(String name) {
        return switch (name) {
            case "primary" -> Mode.STRONG;
            case "primaryPreferred" -> Mode.PRIMARY_PREFERRED;
            case "secondary" -> Mode.SECONDARY;
            case "secondaryPreferred" -> Mode.SECONDARY_PREFERRED;
            case "nearest" -> Mode.NEAREST;
            default -> throw new InvalidCaseException("no mode of reading: " + name);
        };
    }

    private static TagSet tagSet(BsonDocument tags) {
        Map<String, String> map = new LinkedHashMap<>();
        tags.forEach((name, value) -> map.put(name, value.asString().getValue()));
        return new TagSet(map);
    }
}
