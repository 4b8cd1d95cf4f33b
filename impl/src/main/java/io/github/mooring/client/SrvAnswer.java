package io.github.mooring.client;

import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The SRV records of a name, as they came; immutable.
 *
 * @param records one or more
 */
record SrvAnswer(List<SrvRecord> records) {
    /** Nobody is asked more often. */
    static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(60);
    /** For callers without a limit. Chosen: no longer than an operation waits for a server by default. */
    private static final Duration LONGEST_LOOKUP = Duration.ofSeconds(30);

    /**
     * Asks for them.
     *
     * @throws IOException if there are none, or that could not be found out
     */
    static SrvAnswer ask(Seeds.SrvName name, DnsResolver dns, Deadline deadline) throws IOException {
        List<SrvRecord> records = dns.srv(name.query(), timeout(deadline));
        if (records.isEmpty()) {
            throw new NoSrvRecordException(name);
        }
        return new SrvAnswer(records);
    }

    /** What is left of the deadline. */
    static Duration timeout(Deadline deadline) throws IOException {
        if (deadline.isNever()) {
            return LONGEST_LOOKUP;
        }
        if (deadline.isExpired()) {
            throw new IOException(
                    "the time of " + deadline.budget().toMillis() + " ms was over before it was asked for");
        }
        return Duration.ofNanos(Math.min(deadline.remainingNanos(), LONGEST_LOOKUP.toNanos()));
    }

    /**
     * How long to wait before the name is asked for again: the shortest time that a record holds, a minute at least.
     *
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/polling-srv-records-for-mongos-discovery/polling-srv-records-for-mongos-discovery.md#implementation">
     *     Polling SRV Records for mongos Discovery: implementation</a>
     */
    Duration rescanInterval() {
        Duration shortest =
                records.stream().map(SrvRecord::ttl).min(Duration::compareTo).orElse(SHORTEST_INTERVAL);
        return shortest.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : shortest;
    }

    /** There is nothing behind the name. */
    static final class NoSrvRecordException extends IOException {
        private static final long serialVersionUID = 1L;

        NoSrvRecordException(Seeds.SrvName name) {
            super("there is no SRV record " + name.query() + "; is the name, or srvServiceName, misspelt?");
        }
    }
}
