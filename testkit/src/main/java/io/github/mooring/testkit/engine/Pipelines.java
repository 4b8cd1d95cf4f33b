package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rewrites aggregation pipelines into what the engine understands, and refuses what it would get wrong. */
final class Pipelines {
    private Pipelines() {}

    static List<Object> forEngine(List<?> pipeline) {
        List<Object> rewritten = new ArrayList<>();
        for (Object stage : pipeline) {
            rewritten.add(stage(stage));
        }
        return rewritten;
    }

    private static Document stage(@Nullable Object stage) {
        if (!(stage instanceof Document document)) {
            throw new CommandFailure(14, "Each element of the 'pipeline' array must be an object");
        }
        if (document.size() != 1) {
            throw new CommandFailure(40323, "A pipeline stage specification object must contain exactly one field.");
        }
        String name = document.keySet().iterator().next();
        Object argument = document.get(name);
        return switch (name) {
            case "$set" -> new Document("$addFields", argument);
            case "$replaceWith" -> new Document("$replaceRoot", new Document("newRoot", argument));
            case "$facet" -> new Document(name, facets(argument));
            case "$lookup" -> new Document(name, lookup(argument));
            case "$changeStream" ->
                throw new CommandFailure(40573, "The $changeStream stage is only supported on replica sets");
            default -> document;
        };
    }

    private static @Nullable Object facets(@Nullable Object argument) {
        if (!(argument instanceof Document facets)) {
            return argument;
        }
        Document rewritten = new Document();
        for (Map.Entry<String, Object> facet : facets.entrySet()) {
            Object pipeline = facet.getValue();
            rewritten.append(facet.getKey(), pipeline instanceof List<?> list ? forEngine(list) : pipeline);
        }
        return rewritten;
    }

    private static @Nullable Object lookup(@Nullable Object argument) {
        if (argument instanceof Document lookup && lookup.get("pipeline") instanceof List<?> pipeline) {
            return new Document(lookup).append("pipeline", forEngine(pipeline));
        }
        return argument;
    }
}
