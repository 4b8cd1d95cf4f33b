package io.github.mooring.unified;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What a file and a case ask of the place where they run; immutable. Each may give alternatives.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/unified-test-format/unified-test-format.md#runonrequirement">
 *     Unified Test Format: runOnRequirement</a>
 */
final class Requirements {
    /** What {@code buildInfo} of every lab says. */
    private static final Version SERVER = new Version(7, 0, 0);

    private static final String FIELD = "runOnRequirements";

    private final List<List<BsonDocument>> all = new ArrayList<>();

    /** Those of a file and of one of its cases. */
    Requirements(BsonDocument file, BsonDocument testCase) {
        add(file);
        add(testCase);
    }

    private void add(BsonDocument holder) {
        if (holder.containsKey(FIELD)) {
            BsonArray alternatives = holder.getArray(FIELD);
            all.add(alternatives.stream().map(BsonValue::asDocument).toList());
        }
    }

    /**
     * Where the case runs: the first place that both agree on.
     *
     * @throws LackingException if there is none
     */
    Place place() {
        return Place.ALL.stream()
                .filter(place -> all.stream().allMatch(each -> each.stream().anyMatch(one -> isMet(one, place))))
                .findFirst()
                .orElseThrow(() -> new LackingException("requirement " + unmet()));
    }

    /** The part that says most about why not. */
    private String unmet() {
        for (String name : List.of("authMechanism", "maxServerVersion", "minServerVersion")) {
            for (List<BsonDocument> alternatives : all) {
                if (alternatives.stream().noneMatch(one -> isMet(name, one))) {
                    return name + " "
                            + alternatives
                                    .get(0)
                                    .getString(name, new BsonString(""))
                                    .getValue();
                }
            }
        }
        return all.toString();
    }

    private static boolean isMet(String name, BsonDocument requirement) {
        BsonValue value = requirement.get(name);
        return value == null || isMet(name, value, Place.ALL.get(0));
    }

    private static boolean isMet(BsonDocument requirement, Place place) {
        for (Map.Entry<String, BsonValue> part : requirement.entrySet()) {
            if (!isMet(part.getKey(), part.getValue(), place)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMet(String name, BsonValue value, Place place) {
        return switch (name) {
            case "minServerVersion" -> SERVER.compareTo(version(value)) >= 0;
            case "maxServerVersion" -> SERVER.compareTo(version(value)) <= 0;
            case "topologies" ->
                value.asArray().stream()
                        .anyMatch(each ->
                                place.topology().isCalled(each.asString().getValue()));
            case "auth" -> value.asBoolean().getValue() == place.authenticates();
            case "authMechanism" -> value.asString().getValue().startsWith("SCRAM-SHA-");
            case "serverless" -> !value.asString().getValue().equals("require");
            // the labs have none that could be asked for, and encrypt no fields
            case "serverParameters" -> value.asDocument().isEmpty();
            case "csfle" -> !value.asBoolean().getValue();
            default -> throw new InvalidCaseException("a requirement that the format does not know: " + name);
        };
    }

    private static Version version(BsonValue text) {
        return Version.of(text.asString().getValue());
    }
}
