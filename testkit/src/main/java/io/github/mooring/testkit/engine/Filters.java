package io.github.mooring.testkit.engine;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds misspelt query operators, which the engine notices only when there is a document to match. */
final class Filters {
    private static final int BAD_VALUE = 2;
    private static final Set<String> JUNCTIONS = Set.of("$and", "$or", "$nor");
    private static final Set<String> TOP_LEVEL =
            Set.of("$expr", "$comment", "$text", "$where", "$jsonSchema", "$sampleRate");
    private static final Set<String> ON_FIELDS =
            Set.of("$eq $ne $gt $gte $lt $lte $in $nin $not $exists $type $mod $regex $options $all $elemMatch $size "
                    .concat("$bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $geoIntersects $geoWithin $near ")
                    .concat("$nearSphere $maxDistance $minDistance $geometry $box $center $centerSphere $polygon ")
                    .concat("$comment $ref $id $db")
                    .split(" ", -1));

    private Filters() {}

    static Document checked(Document filter) {
        for (Map.Entry<String, Object> entry : filter.entrySet()) {
            String name = entry.getKey();
            if (JUNCTIONS.contains(name)) {
                checkAll(name, entry.getValue());
            } else if (!name.startsWith("$")) {
                checkField(entry.getValue());
            } else if (!TOP_LEVEL.contains(name)) {
                throw new CommandFailure(
                        BAD_VALUE,
                        "unknown top level operator: " + name
                                + ". If you have a field name that starts with a '$' symbol, consider using $getField or $setField.");
            }
        }
        return filter;
    }

    private static void checkAll(String junction, @Nullable Object clauses) {
        if (!(clauses instanceof List<?> list) || list.isEmpty()) {
            throw new CommandFailure(BAD_VALUE, junction + " must be a nonempty array");
        }
        for (Object clause : list) {
            if (!(clause instanceof Document document)) {
                throw new CommandFailure(BAD_VALUE, junction + " argument's entries must be objects");
            }
            checked(document);
        }
    }

    private static void checkField(@Nullable Object condition) {
        if (!(condition instanceof Document document)
                || document.isEmpty()
                || !document.keySet().iterator().next().startsWith("$")) {
            return;
        }
        for (String operator : document.keySet()) {
            if (!ON_FIELDS.contains(operator)) {
                throw new CommandFailure(BAD_VALUE, "unknown operator: " + operator);
            }
        }
    }
}
