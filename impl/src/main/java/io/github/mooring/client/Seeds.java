package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import java.util.List;

/**
 * Where the search for the servers of a deployment begins; immutable.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md#host-information">
 *     Connection String: host information</a>
 */
public sealed interface Seeds {

    /**
     * Servers that are named.
     *
     * @param addresses one or more, each once, in the order in which they were first named
     */
    record Hosts(List<ServerAddress> addresses) implements Seeds {
        /**
         * Leaves out what is named again: naming a server twice means nothing else than naming it once.
         *
         * @throws IllegalArgumentException if there is none
         */
        public Hosts {
            addresses = addresses.stream().distinct().toList();
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("no host is named");
            }
        }

        /** The addresses with commas in between, as a connection string has them. */
        @Override
        public String toString() {
            return String.join(
                    ",", addresses.stream().map(ServerAddress::toString).toList());
        }
    }

    /**
     * A name under which a name server knows the servers ({@code mongodb+srv://}); who looks them up replaces it by
     * {@link Hosts}.
     *
     * @param host        the name, in lower case; the dot that may end it is left out
     * @param serviceName the service that is looked up for it, {@code mongodb} unless {@link Option#SRV_SERVICE_NAME} says
     *     otherwise
     * @param maxHosts    most servers to take of those that are found, by chance; 0 is all
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/initial-dns-seedlist-discovery/initial-dns-seedlist-discovery.md">
     *     Initial DNS Seedlist Discovery</a>
     */
    record SrvName(String host, String serviceName, int maxHosts) implements Seeds {
        /**
         * Checks the values.
         *
         * @throws IllegalArgumentException naming option, value and what is allowed
         */
        public SrvName {
            host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
            Option.SRV_SERVICE_NAME.check(serviceName);
            Option.SRV_MAX_HOSTS.check(maxHosts);
        }

        /** What a name server is asked for, such as {@code _mongodb._tcp.cluster.example.com}. */
        public String query() {
            return "_" + serviceName + "._tcp." + host;
        }

        /** The name as a connection string has it. */
        @Override
        public String toString() {
            return "srv:" + host;
        }
    }
}
