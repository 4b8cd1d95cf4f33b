package io.github.mooring.topology;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The near ones among suitable servers.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-selection/server-selection.md#filtering-suitable-servers-based-on-the-latency-window">
 *     Server Selection: latency window</a>
 */
final class LatencyWindow {
    private LatencyWindow() {}

    /** Those that are no more than the threshold farther away than the nearest; all if none has been measured. */
    static List<ServerDescription> of(List<ServerDescription> suitable, Duration localThreshold) {
        Optional<Duration> nearest = suitable.stream()
                .map(ServerDescription::roundTrip)
                .filter(Objects::nonNull)
                .map(RoundTripTime::average)
                .min(Comparator.naturalOrder());
        if (nearest.isEmpty()) {
            return suitable;
        }
        Duration farthest = nearest.get().plus(localThreshold);
        return suitable.stream()
                .filter(server -> isWithin(server.roundTrip(), farthest))
                .toList();
    }

    private static boolean isWithin(@Nullable RoundTripTime roundTrip, Duration farthest) {
        return roundTrip != null && roundTrip.average().compareTo(farthest) <= 0;
    }
}
