package io.github.mooring.topology;

import java.util.Comparator;
import java.util.Optional;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Which election a primary was elected in, by which a new primary is told from one that does not know yet that it is none;
 * immutable.
 *
 * @param electionId of the election, compared byte by byte; null if the server did not say
 * @param setVersion of the replica set's configuration; null if the server did not say
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/server-discovery-and-monitoring/server-discovery-and-monitoring.md#using-electionid-and-setversion-to-detect-stale-primaries">
 *     Server Discovery and Monitoring: using electionId and setVersion to detect stale primaries</a>
 */
public record Election(
        @Nullable ObjectId electionId, @Nullable Long setVersion) {
    /** Nothing was said of one. */
    public static final Election NONE = new Election(null, null);

    /** From this protocol version on (MongoDB 6.0) the election counts first, before that the configuration did. */
    private static final int ELECTION_ID_FIRST = 17;

    private static final Comparator<@Nullable ObjectId> BY_ID = Comparator.nullsFirst(Comparator.naturalOrder());
    private static final Comparator<@Nullable Long> BY_VERSION = Comparator.nullsFirst(Comparator.naturalOrder());

    /**
     * The latest one that is known, after a server has claimed to be the primary because of {@code claimed}.
     *
     * @param maxWireVersion of that server
     * @return empty if this, the latest one so far, is later than that: the server is a primary no more
     */
    Optional<Election> after(Election claimed, int maxWireVersion) {
        return maxWireVersion >= ELECTION_ID_FIRST ? electionIdFirst(claimed) : setVersionFirst(claimed);
    }

    private Optional<Election> electionIdFirst(Election claimed) {
        int order = BY_ID.compare(claimed.electionId, electionId);
        boolean current = order > 0 || (order == 0 && BY_VERSION.compare(claimed.setVersion, setVersion) >= 0);
        return current ? Optional.of(claimed) : Optional.empty();
    }

    /** What is left out cannot be stale, and does not count either, except that configurations are counted alone as well. */
    private Optional<Election> setVersionFirst(Election claimed) {
        if (isWhole() && claimed.isWhole() && isLater(claimed)) {
            return Optional.empty();
        }
        boolean laterVersion = BY_VERSION.compare(claimed.setVersion, setVersion) > 0;
        return Optional.of(new Election(
                claimed.isWhole() ? claimed.electionId : electionId, laterVersion ? claimed.setVersion : setVersion));
    }

    private boolean isLater(Election claimed) {
        int order = BY_VERSION.compare(setVersion, claimed.setVersion);
        return order > 0 || (order == 0 && BY_ID.compare(electionId, claimed.electionId) > 0);
    }

    private boolean isWhole() {
        return electionId != null && setVersion != null;
    }

    /** The pair, as errors show it. */
    @Override
    public String toString() {
        return "(" + electionId + ", " + setVersion + ")";
    }
}
