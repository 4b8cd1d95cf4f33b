package io.github.mooring.client;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.session.SessionRecovery;
import io.github.mooring.session.SessionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.UuidRepresentation;

/**
 * What {@link ClientOptions} say about new sessions; immutable. Names, defaults, units and ranges are those of
 * {@link Option}.
 *
 * @param databaseName        the database of sessions that do not name one
 * @param timeout             longest time of one operation; zero is no limit
 * @param mode                from which members sessions read
 * @param tagSets             which of those that are not the primary, in the order of preference; empty is any
 * @param maxStalenessSeconds how far behind the primary such a member may be; -1 is no limit
 * @param readConcern         what reads ask for
 * @param writeConcern        what writes ask for
 * @param uuidRepresentation  how a {@link java.util.UUID} is written
 * @param recovery            what sessions do after a network error
 */
public record SessionDefaults(
        String databaseName,
        Duration timeout,
        Mode mode,
        List<TagSet> tagSets,
        int maxStalenessSeconds,
        ReadConcern readConcern,
        WriteConcern writeConcern,
        UuidRepresentation uuidRepresentation,
        SessionRecovery recovery) {
    private static final int ANY_STALENESS = -1;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming option, value and what is allowed, or two options that contradict each
     *     other
     */
    public SessionDefaults {
        MongoNamespace.checkDatabaseName(databaseName);
        Option.TIMEOUT.check(timeout);
        Option.READ_PREFERENCE.check(mode);
        tagSets = List.copyOf(tagSets);
        Option.MAX_STALENESS.check(maxStalenessSeconds);
        checkPrimary(mode, tagSets, maxStalenessSeconds);
        Objects.requireNonNull(readConcern, "readConcern");
        Option.W_TIMEOUT.check(writeConcern.wTimeout());
        Option.UUID_REPRESENTATION.check(uuidRepresentation);
        Option.SESSION_RECOVERY.check(recovery);
    }

    /** A set without tags says nothing, so the specification has it beside every mode. */
    private static void checkPrimary(Mode mode, List<TagSet> tagSets, int maxStalenessSeconds) {
        if (mode != Mode.STRONG) {
            return;
        }
        if (tagSets.stream().anyMatch(set -> !set.equals(TagSet.ANY))) {
            throw besidePrimary("readPreferenceTags");
        }
        if (maxStalenessSeconds != ANY_STALENESS) {
            throw besidePrimary("maxStalenessSeconds");
        }
    }

    private static IllegalArgumentException besidePrimary(String option) {
        return new IllegalArgumentException(option + " is given, but readPreference is primary, and there is"
                + " only one primary; set readPreference too, such as to secondaryPreferred");
    }

    /**
     * What a configuration says.
     *
     * @throws IllegalArgumentException    if two options contradict each other
     * @throws MongoConfigurationException if one is wrong
     */
    static SessionDefaults of(Settings given) {
        return new SessionDefaults(
                given.get(Option.DATABASE_NAME, String.class),
                given.get(Option.TIMEOUT, Duration.class),
                given.get(Option.READ_PREFERENCE, Mode.class),
                tagSets(given),
                given.get(Option.MAX_STALENESS, Integer.class),
                readConcern(given),
                new WriteConcern(
                        given.find(Option.W, String.class),
                        given.find(Option.JOURNAL, Boolean.class),
                        given.get(Option.W_TIMEOUT, Duration.class)),
                given.get(Option.UUID_REPRESENTATION, UuidRepresentation.class),
                given.get(Option.SESSION_RECOVERY, SessionRecovery.class));
    }

    private static List<TagSet> tagSets(Settings given) {
        TagSets sets = given.find(Option.READ_PREFERENCE_TAGS, TagSets.class);
        return sets == null ? List.of() : sets.sets();
    }

    private static ReadConcern readConcern(Settings given) {
        String level = given.find(Option.READ_CONCERN_LEVEL, String.class);
        return level == null ? ReadConcern.SERVER_DEFAULT : new ReadConcern(level);
    }

    /** What sessions are set to at first, with the limit of the wait for a connection. */
    SessionSettings settings(Duration waitQueueTimeout) {
        return new SessionSettings(mode, readConcern, writeConcern)
                .withTagSets(tagSets)
                .withLimits(new SessionSettings.Limits(timeout, waitQueueTimeout))
                .withRecovery(recovery)
                .withUuids(uuidRepresentation);
    }
}
