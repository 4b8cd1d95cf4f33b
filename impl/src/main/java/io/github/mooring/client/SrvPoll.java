package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.notice.LogId;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Asks again which servers stand behind a {@code mongodb+srv://} name, for as long as {@link
 * io.github.mooring.topology.SrvRecords#arePolled} says so; what becomes of the answer is for {@link
 * io.github.mooring.topology.SrvRecords#update} to say. For one caller at a time; what is amiss is logged once, and
 * again when it has changed.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/polling-srv-records-for-mongos-discovery/polling-srv-records-for-mongos-discovery.md">
 *     Polling SRV Records for mongos Discovery</a>
 */
public final class SrvPoll {
    private static final Logger LOG = System.getLogger(SrvPoll.class.getName());

    private final Seeds.SrvName name;
    private final DnsResolver dns;
    private final Duration heartbeatFrequency;
    private final SrvDomain domain;
    /** What was logged last; written by the one caller, who may be another thread each time. */
    private volatile List<String> said = List.of();

    /**
     * A poll that has not asked yet.
     *
     * @param name               what is asked for
     * @param dns                who is asked
     * @param heartbeatFrequency when to ask again if there was no usable answer; more than zero
     */
    public SrvPoll(Seeds.SrvName name, DnsResolver dns, Duration heartbeatFrequency) {
        this.name = Objects.requireNonNull(name, "name");
        this.dns = Objects.requireNonNull(dns, "dns");
        this.heartbeatFrequency = Objects.requireNonNull(heartbeatFrequency, "heartbeatFrequency");
        this.domain = SrvDomain.of(name.host());
    }

    /**
     * What an answer says.
     *
     * @param hosts    the servers now, each once, as many as there are; empty changes nothing
     * @param interval when to ask again, from the end of this look-up on
     * @param troubles what is amiss, if anything: why there is no answer, or who was left out and why
     */
    public record Outcome(List<ServerAddress> hosts, Duration interval, List<String> troubles) {
        /** Copies the lists. */
        public Outcome {
            hosts = List.copyOf(hosts);
            Objects.requireNonNull(interval, "interval");
            troubles = List.copyOf(troubles);
        }
    }

    /**
     * Asks now. It never throws because of what an answer says, or because there is none: the servers that are known remain.
     *
     * @param deadline when to give up
     */
    public Outcome ask(Deadline deadline) {
        Outcome outcome = outcome(deadline);
        if (!outcome.troubles().equals(said)) {
            outcome.troubles()
                    .forEach(text -> LogId.NAME_TROUBLE.log(LOG, "mongodb+srv://" + name.host() + ": " + text));
            said = outcome.troubles();
        }
        return outcome;
    }

    private Outcome outcome(Deadline deadline) {
        try {
            return valid(SrvAnswer.ask(name, dns, deadline));
        } catch (IOException e) {
            return new Outcome(List.of(), heartbeatFrequency, List.of(String.valueOf(e.getMessage())));
        }
    }

    private Outcome valid(SrvAnswer answer) {
        Set<ServerAddress> hosts = new LinkedHashSet<>();
        List<String> troubles = new ArrayList<>();
        for (SrvRecord record : answer.records()) {
            try {
                hosts.add(domain.server(record));
            } catch (IllegalArgumentException e) {
                troubles.add("left out: " + e.getMessage());
            }
        }
        // in an order that does not change with the order of the records
        List<String> sorted = troubles.stream().sorted().toList();
        return new Outcome(List.copyOf(hosts), hosts.isEmpty() ? heartbeatFrequency : answer.rescanInterval(), sorted);
    }
}
