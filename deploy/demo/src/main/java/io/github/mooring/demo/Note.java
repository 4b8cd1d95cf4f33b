package io.github.mooring.demo;

import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

/**
 * What is stored: a record goes to and from BSON by a codec.
 *
 * @param id        made here, so that the order of the identifiers is the order of the notes
 * @param text      what was written, 1 to 1000 characters
 * @param createdAt when, to the millisecond
 */
public record Note(@BsonId ObjectId id, String text, Instant createdAt) {}
