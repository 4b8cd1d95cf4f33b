package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.api.dns.TxtRecord;
import io.github.mooring.time.Deadline;
import io.github.mooring.topology.SrvRecords;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From a {@code mongodb+srv://} name to the servers where the search begins and to the options that its TXT record
 * adds; immutable and thread-safe. It asks name servers, so it blocks, at most until the deadline.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/initial-dns-seedlist-discovery/initial-dns-seedlist-discovery.md">
 *     Initial DNS Seedlist Discovery</a>
 */
public final class SeedResolution {
    private final DnsResolver dns;
    private final IntUnaryOperator random;

    /**
     * A way to resolve seeds.
     *
     * @param dns    whom to ask
     * @param random a number from 0 to its argument, exclusive, each as likely as the others; thread-safe. It draws
     *     {@code srvMaxHosts} of more hosts
     */
    public SeedResolution(DnsResolver dns, IntUnaryOperator random) {
        this.dns = Objects.requireNonNull(dns, "dns");
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * What has come of it.
     *
     * @param options        with {@link Seeds.Hosts}
     * @param rescanInterval when to ask again, from the end of this look-up on, as long as {@link SrvRecords#arePolled};
     *     null if nobody had to be asked
     */
    public record Resolved(ClientOptions options, @Nullable Duration rescanInterval) {
        /** Checks for null. */
        public Resolved {
            Objects.requireNonNull(options, "options");
        }
    }

    /**
     * The options with their servers; they are as they were if these are named. Both kinds of records are asked for before anything
     * comes of it.
     *
     * @param deadline when to give up; {@link Deadline#never()} leaves it to the resolver, 30 s for each kind
     * @throws MongoConnectException       if no name server has an answer now; trying again later may help
     * @throws MongoConfigurationException if there are no records, or what they say is not allowed; until somebody mends
     *     the records or the options, trying again does not help
     */
    public Resolved resolve(ClientOptions options, Deadline deadline) {
        if (!(options.topology().seeds() instanceof Seeds.SrvName name)) {
            return new Resolved(options, null);
        }
        try {
            SrvAnswer answer = SrvAnswer.ask(name, dns, deadline);
            Seeds.Hosts hosts = new Seeds.Hosts(draw(servers(answer, name), name.maxHosts()));
            return new Resolved(options.resolved(hosts, defaults(name, deadline)), answer.rescanInterval());
        } catch (SrvAnswer.NoSrvRecordException e) {
            throw new MongoConfigurationException(about(name, e), e);
        } catch (IOException e) {
            throw new MongoConnectException(about(name, e), ErrorContext.NONE, e);
        } catch (IllegalArgumentException | MongoConfigurationException e) {
            throw new MongoConfigurationException(about(name, e), e);
        }
    }

    private static String about(Seeds.SrvName name, Exception e) {
        return "mongodb+srv://" + name.host() + ": " + e.getMessage();
    }

    /** Each once; a single one that breaks a rule spoils all, since it may be forged and the others with it. */
    private static List<ServerAddress> servers(SrvAnswer answer, Seeds.SrvName name) {
        SrvDomain domain = SrvDomain.of(name.host());
        Set<ServerAddress> servers = new LinkedHashSet<>();
        for (SrvRecord record : answer.records()) {
            servers.add(domain.server(record));
        }
        return List.copyOf(servers);
    }

    private List<ServerAddress> draw(List<ServerAddress> servers, int maxHosts) {
        return maxHosts == 0 ? servers : SrvRecords.draw(servers, maxHosts, random);
    }

    private String defaults(Seeds.SrvName name, Deadline deadline) throws IOException {
        List<TxtRecord> records = dns.txt(name.host(), SrvAnswer.timeout(deadline));
        if (records.size() > 1) {
            throw new IllegalArgumentException(
                    "there are " + records.size()
                            + " TXT records, but one at most can hold the options; a long text is several strings of one record");
        }
        return records.isEmpty() ? "" : records.get(0).text();
    }
}
