package io.github.mooring.deploy.tests;

import java.time.Instant;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.bson.types.ObjectId;

/** A record as an application would store it. */
public record Memo(@BsonId ObjectId id, String text, List<String> tags, Instant at) {}
