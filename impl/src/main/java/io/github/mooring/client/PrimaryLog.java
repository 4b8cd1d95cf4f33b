package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.notice.ElectionNotice;
import io.github.mooring.notice.Flight;
import io.github.mooring.notice.LogId;
import io.github.mooring.time.Clock;
import io.github.mooring.topology.ServerDescription;
import io.github.mooring.topology.TopologyDescription;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells an operator by the log who the primary of a replica set is: a line when there is another one, and a warning when there is
 * none. To be told of one change after another.
 */
final class PrimaryLog {
    private static final Logger LOG = System.getLogger(PrimaryLog.class.getName());
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock clock;
    /** The last primary that was known. */
    private @Nullable ServerAddress last;
    /** Since when there is none. */
    private long lostNanos;
    /** Written by whoever tells of a change, read by any thread. */
    private volatile Elections elections = Elections.NONE;

    PrimaryLog(Clock clock) {
        this.clock = clock;
    }

    void changed(TopologyDescription before, TopologyDescription after) {
        ServerAddress was = primaryOf(before);
        ServerAddress is = primaryOf(after);
        if (Objects.equals(was, is)) {
            return;
        }
        if (is == null) {
            last = was;
            lostNanos = clock.nanoTime();
            LogId.PRIMARY_LOST.log(LOG, after.setName() + " has no primary that is known; it was " + was + why(after));
        } else {
            count(was, is, after.setName());
            LogId.PRIMARY_FOUND.log(LOG, "the primary of " + after.setName() + " is now " + is + instead(was, is));
            last = is;
        }
    }

    /** How often that was. */
    Elections elections() {
        return elections;
    }

    /** The first primary that becomes known was elected before anybody looked. */
    private void count(@Nullable ServerAddress was, ServerAddress is, @Nullable String setName) {
        ServerAddress former = was == null ? last : was;
        if (former == null) {
            return;
        }
        Duration gap = was == null ? Duration.ofNanos(clock.nanoTime() - lostNanos) : Duration.ZERO;
        elections = elections.another(clock.instant(), gap);
        ElectionNotice notice = Flight.election();
        if (notice != null) {
            notice.setName = setName;
            notice.primary = is.toString();
            notice.previousPrimary = former.toString();
            notice.withoutPrimary = gap.toMillis();
            notice.commit();
        }
    }

    private static @Nullable ServerAddress primaryOf(TopologyDescription topology) {
        return topology.primary().map(ServerDescription::address).orElse(null);
    }

    private String why(TopologyDescription after) {
        return last == null
                ? ""
                : after.server(last)
                        .map(ServerDescription::error)
                        .map(error -> ": " + error)
                        .orElse("");
    }

    /** In place of whom, and how long there was none. */
    private String instead(@Nullable ServerAddress was, ServerAddress is) {
        if (was != null) {
            return ", in place of " + was;
        }
        ServerAddress former = last;
        if (former == null) {
            return "";
        }
        String gap = "none was known for " + (clock.nanoTime() - lostNanos) / NANOS_PER_MILLI + " ms";
        return former.equals(is) ? " again; " + gap : ", in place of " + former + "; " + gap;
    }
}
