package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.api.dns.TxtRecord;
import io.github.mooring.dns.SystemResolver;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Who is asked for SRV and TXT records: a part that lies beside the library, else the name servers of the system. Stateless. */
final class Resolvers {
    private Resolvers() {}

    /**
     * The resolver to ask. Looks for parts, so it reads files.
     *
     * @param end once it is cancelled, the system's name servers are asked no more, and a wait for them ends. A part is on its own
     * @throws MongoConfigurationException if there are several parts, or one that cannot be made
     */
    static DnsResolver find(Clock clock, Cancellation end) {
        List<DnsResolver> parts = installed();
        return switch (parts.size()) {
            case 0 -> SystemResolver.ofSystem(clock, new SecureRandom()::nextInt, end);
            case 1 -> new Part(parts.get(0));
            default ->
                throw new MongoConfigurationException(parts.size() + " DnsResolvers are installed, where one is asked: "
                        + parts.stream().map(Resolvers::nameOf).collect(Collectors.joining(", ")));
        };
    }

    /** By the library's own class loader: whose thread happens to come first must not decide what is found. */
    private static List<DnsResolver> installed() {
        try {
            return ServiceLoader.load(DnsResolver.class, Resolvers.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            throw new MongoConfigurationException(
                    "a DnsResolver that is installed does not work: " + e.getMessage(), e);
        }
    }

    private static String nameOf(DnsResolver part) {
        return part.getClass().getName();
    }

    /** Somebody else's code: whatever goes wrong in it is told as an answer that could not be had. */
    private record Part(DnsResolver part) implements DnsResolver {
        @Override
        public List<SrvRecord> srv(String name, Duration timeout) throws IOException {
            return ask(() -> part.srv(name, timeout));
        }

        @Override
        public List<TxtRecord> txt(String name, Duration timeout) throws IOException {
            return ask(() -> part.txt(name, timeout));
        }

        private <T> List<T> ask(Question<T> question) throws IOException {
            try {
                return List.copyOf(question.put());
            } catch (RuntimeException e) {
                throw new IOException("the installed resolver " + nameOf(part) + " failed: " + e, e);
            }
        }
    }

    /** One question to a resolver. */
    @FunctionalInterface
    private interface Question<T> {
        List<T> put() throws IOException;
    }
}
