package io.github.mooring.topology;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.TagSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a read wants of a replica set; immutable.
 *
 * @param preference          which roles
 * @param tagSets             tried in their order: the first that anybody has decides; without any, everybody fits
 * @param maxStalenessSeconds how far behind a secondary may be, {@link #ANY_STALENESS} for as far as it likes
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md#components-of-a-read-preference">
 *     Server Selection: components of a read preference</a>
 */
public record ReadSelector(ReadPreference preference, List<TagSet> tagSets, int maxStalenessSeconds)
        implements ServerSelector {
    /** No limit to how far behind a secondary may be. */
    public static final int ANY_STALENESS = -1;

    /**
     * Copies the list.
     *
     * @throws MongoConfigurationException if tags or a staleness are asked of the primary, or the staleness is no number
     *     of seconds
     */
    public ReadSelector {
        tagSets = List.copyOf(tagSets);
        boolean primary = preference == ReadPreference.PRIMARY;
        if (primary && tagSets.stream().anyMatch(Predicate.not(TagSet.ANY::equals))) {
            throw new MongoConfigurationException(
                    "readPreference is primary, which takes no tags, but there are " + texts(tagSets));
        }
        if (maxStalenessSeconds < ANY_STALENESS || (primary && maxStalenessSeconds > 0)) {
            throw new MongoConfigurationException("maxStalenessSeconds is " + maxStalenessSeconds
                    + (primary ? ", but readPreference is primary" : ", allowed is -1 for any, or more"));
        }
    }

    /** Roles alone. */
    public static ReadSelector of(ReadPreference preference) {
        return new ReadSelector(preference, List.of(), ANY_STALENESS);
    }

    @Override
    public List<ServerDescription> amongMembers(TopologyDescription set, List<ServerDescription> candidates) {
        Staleness.require(this, set);
        return switch (preference) {
            case PRIMARY -> ofType(ServerType.RS_PRIMARY, candidates);
            case PRIMARY_PREFERRED -> orElse(ofType(ServerType.RS_PRIMARY, candidates), secondaries(set, candidates));
            case SECONDARY -> secondaries(set, candidates);
            case SECONDARY_PREFERRED -> orElse(secondaries(set, candidates), ofType(ServerType.RS_PRIMARY, candidates));
            case NEAREST -> eligible(set, dataMembers(candidates));
        };
    }

    private List<ServerDescription> secondaries(TopologyDescription set, List<ServerDescription> candidates) {
        return eligible(set, ofType(ServerType.RS_SECONDARY, candidates));
    }

    /** Staleness comes first: a set of tags that only stale members have must not hide the next one. */
    private List<ServerDescription> eligible(TopologyDescription set, List<ServerDescription> candidates) {
        return tagged(candidates.stream()
                .filter(server -> Staleness.isFresh(server, this, set))
                .toList());
    }

    private List<ServerDescription> tagged(List<ServerDescription> candidates) {
        if (tagSets.isEmpty()) {
            return candidates;
        }
        return tagSets.stream()
                .map(tags -> candidates.stream().filter(s -> s.has(tags)).toList())
                .filter(Predicate.not(List::isEmpty))
                .findFirst()
                .orElse(List.of());
    }

    private static List<ServerDescription> ofType(ServerType type, List<ServerDescription> candidates) {
        return candidates.stream().filter(server -> server.type() == type).toList();
    }

    private static List<ServerDescription> dataMembers(List<ServerDescription> candidates) {
        return candidates.stream()
                .filter(server -> server.type().isDataMember())
                .toList();
    }

    private static List<ServerDescription> orElse(List<ServerDescription> first, List<ServerDescription> second) {
        return first.isEmpty() ? second : first;
    }

    private static String texts(List<TagSet> tagSets) {
        return tagSets.stream().map(TagSet::tags).toList().toString();
    }

    @Override
    public String toString() {
        return "a read from " + preference.wireName()
                + (tagSets.isEmpty() ? "" : " with tags " + texts(tagSets))
                + (maxStalenessSeconds == ANY_STALENESS ? "" : " at most " + maxStalenessSeconds + " s behind");
    }
}
