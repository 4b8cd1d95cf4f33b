package io.github.mooring.topology;

import io.github.mooring.api.MongoConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a secondary is behind, at worst, until it is heard of again.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/max-staleness/max-staleness.md#client">
 *     Max Staleness: client</a>
 */
final class Staleness {
    /** How often an idle primary writes, so that idle secondaries do not look stale. Source: idleWritePeriodMS. */
    private static final Duration IDLE_WRITE_PERIOD = Duration.ofSeconds(10);

    /** The least that may be asked for. Source: smallestMaxStalenessSeconds. */
    private static final Duration SMALLEST = Duration.ofSeconds(90);

    private Staleness() {}

    /**
     * Refuses to look for what an idle but healthy secondary could not keep.
     *
     * @throws MongoConfigurationException if the selector's limit is too small for this replica set
     */
    static void require(ReadSelector selector, TopologyDescription set) {
        Duration idle = set.heartbeatFrequency().plus(IDLE_WRITE_PERIOD);
        Duration least = idle.compareTo(SMALLEST) > 0 ? idle : SMALLEST;
        if (isLimited(selector) && limit(selector).compareTo(least) < 0) {
            throw new MongoConfigurationException("maxStalenessSeconds is " + selector.maxStalenessSeconds()
                    + ", allowed is " + least.plusSeconds(1).minusNanos(1).toSeconds()
                    + " or more (90, and heartbeatFrequencyMS of "
                    + set.heartbeatFrequency().toMillis() + " and 10 s more)");
        }
    }

    /** Whether a member is within the selector's limit; one of which that cannot be told is not. */
    static boolean isFresh(ServerDescription member, ReadSelector selector, TopologyDescription set) {
        return !isLimited(selector)
                || member.type() != ServerType.RS_SECONDARY
                || of(member, set)
                        .filter(staleness -> staleness.compareTo(limit(selector)) <= 0)
                        .isPresent();
    }

    /** The estimate for a secondary; empty if it, or the primary, has not said when its last write was. */
    static Optional<Duration> of(ServerDescription secondary, TopologyDescription set) {
        Instant written = secondary.lastWriteDate();
        if (written == null) {
            return Optional.empty();
        }
        Optional<Duration> behind = set.primary().isPresent()
                ? behind(secondary, written, set.primary().get())
                : newest(set).map(newest -> Duration.between(written, newest));
        return behind.map(set.heartbeatFrequency()::plus);
    }

    /** Both differences are between the dates of one clock, so that it does not matter how wrong that clock is. */
    private static Optional<Duration> behind(ServerDescription secondary, Instant written, ServerDescription primary) {
        Instant primaryWritten = primary.lastWriteDate();
        Long heard = secondary.lastUpdateNanos();
        Long primaryHeard = primary.lastUpdateNanos();
        if (primaryWritten == null || heard == null || primaryHeard == null) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(written, primaryWritten).plusNanos(heard - primaryHeard));
    }

    private static Optional<Instant> newest(TopologyDescription set) {
        return set.servers().stream()
                .filter(server -> server.type() == ServerType.RS_SECONDARY)
                .map(ServerDescription::lastWriteDate)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
    }

    private static boolean isLimited(ReadSelector selector) {
        return selector.maxStalenessSeconds() != ReadSelector.ANY_STALENESS;
    }

    private static Duration limit(ReadSelector selector) {
        return Duration.ofSeconds(selector.maxStalenessSeconds());
    }
}
