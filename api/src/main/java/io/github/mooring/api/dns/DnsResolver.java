package io.github.mooring.api.dns;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Asks the domain name system what stands behind a {@code mongodb+srv://} name. The library has one that asks the name
 * servers of the operating system; an application or a container may bring another, such as one that knows its own
 * service registry.
 *
 * <p>It has to be thread-safe, must not take longer than it is told, and should not cache: who asks does so at most as often
 * as the records allow. It is installed as a service ({@link java.util.ServiceLoader}) beside the library, not more than one.
 * What it throws is told as the reason of an answer that could not be had. What it returns is checked by whoever asks: nobody is connected to because a resolver says so.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/initial-dns-seedlist-discovery/initial-dns-seedlist-discovery.md#seedlist-discovery">
 *     Initial DNS Seedlist Discovery: seedlist discovery</a>
 */
public interface DnsResolver {
    /**
     * The SRV records of a name, in any order.
     *
     * @param name    absolute, without a final dot, such as {@code _mongodb._tcp.cluster.example.com}
     * @param timeout how long the caller can wait, more than zero
     * @return empty if the name does not exist or has no such records
     * @throws IOException if that could not be found out; the text becomes part of an error or of a line of the log, and
     *     should name whoever was asked
     */
    List<SrvRecord> srv(String name, Duration timeout) throws IOException;

    /**
     * The TXT records of a name, in any order.
     *
     * @param name    absolute, without a final dot, such as {@code cluster.example.com}
     * @param timeout how long the caller can wait, more than zero
     * @return empty if the name does not exist or has no such records
     * @throws IOException as {@link #srv}
     */
    List<TxtRecord> txt(String name, Duration timeout) throws IOException;
}
