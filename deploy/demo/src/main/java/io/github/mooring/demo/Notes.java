package io.github.mooring.demo;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bson.Document;
import org.bson.types.ObjectId;

/** The business methods: one session each, opened and closed within. The container injects the factory. */
@Stateless
public class Notes {
    /** What the descriptors of the servers, in {@code WEB-INF}, map to the server's own name. */
    @Resource(name = "eis/MongoSessionFactory")
    private MongoSessionFactory sessions;

    /** Stores a note. */
    public Note add(String text) {
        Note note = new Note(new ObjectId(), text, Instant.now().truncatedTo(ChronoUnit.MILLIS));
        try (MongoSession session = sessions.openSession()) {
            notes(session).insertOne(note);
        }
        return note;
    }

    /** The latest notes, the newest first. */
    public List<Note> latest(int limit) {
        try (MongoSession session = sessions.openSession()) {
            return notes(session)
                    .find()
                    .sort(new Document("_id", -1))
                    .limit(limit)
                    .toList();
        }
    }

    private static MongoCollection<Note> notes(MongoSession session) {
        return session.getDatabase().getCollection("notes", Note.class);
    }
}
