package io.github.mooring.dns;

import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.api.dns.TxtRecord;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the name servers of the operating system, by datagram and, where the answer does not fit, by TCP; immutable and
 * thread-safe.
 *
 * <p>The servers are those of {@code /etc/resolv.conf}, with its {@code timeout} and {@code attempts}; system property
 * {@value #PROPERTY} names others, which is the only way on systems without that file. Names are absolute: the search list
 * and the hosts file do not count, since neither knows of such records.
 *
 * <p>No thread is made, nothing is cached, and nothing is left behind.
 */
public final class SystemResolver implements DnsResolver {
    /**
     * The system property that names other name servers: IP addresses with commas in between, asked in that order. One that
     * listens elsewhere than at port 53 has its port behind a colon, an IPv6 address then in brackets.
     */
    public static final String PROPERTY = "mooring.nameServers";

    private static final Path FILE = Path.of("/etc/resolv.conf");

    private final Source servers;
    private final Clock clock;
    private final IntSupplier random;
    private final Cancellation end;

    /** Who is to be asked now. */
    @FunctionalInterface
    private interface Source {
        NameServers read() throws IOException;
    }

    private SystemResolver(Source servers, Clock clock, IntSupplier random, Cancellation end) {
        this.servers = servers;
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = Objects.requireNonNull(random, "random");
        this.end = Objects.requireNonNull(end, "end");
    }

    /**
     * Asks the servers of the system.
     *
     * @param random numbers that nobody can guess, such as those of {@link java.security.SecureRandom}; thread-safe
     * @param end    once it is cancelled nobody is asked any more, and who waits for an answer gives up at once
     */
    public static SystemResolver ofSystem(Clock clock, IntSupplier random, Cancellation end) {
        return new SystemResolver(() -> configured(System.getProperty(PROPERTY), FILE), clock, random, end);
    }

    /** As above, with servers that are known. */
    public static SystemResolver of(NameServers servers, Clock clock, IntSupplier random, Cancellation end) {
        Objects.requireNonNull(servers, "servers");
        return new SystemResolver(() -> servers, clock, random, end);
    }

    /** As above, for a resolver that nobody has to stop. */
    public static SystemResolver of(NameServers servers, Clock clock, IntSupplier random) {
        return of(servers, clock, random, Cancellation.none());
    }

    /** The servers of a property or, without it, of a file. */
    static NameServers configured(@Nullable String property, Path file) throws IOException {
        if (property == null || property.isBlank()) {
            return ResolvConf.read(file);
        }
        List<String> literals = List.of(property.split(",", -1));
        List<InetSocketAddress> addresses = literals.stream()
                .map(literal -> ResolvConf.addressAndPort(literal.strip()))
                .flatMap(Optional::stream)
                .toList();
        if (addresses.size() < literals.size()) {
            throw new IOException(
                    "system property " + PROPERTY + " is '" + property
                            + "', allowed are IP addresses with commas in between, each with :PORT behind it if that is not 53");
        }
        return new NameServers(addresses, ResolvConf.DEFAULT_TIMEOUT, ResolvConf.DEFAULT_ATTEMPTS);
    }

    @Override
    public List<SrvRecord> srv(String name, Duration timeout) throws IOException {
        return ask(name, RecordType.SRV, timeout, (answer, owner) -> answer.servers(owner));
    }

    @Override
    public List<TxtRecord> txt(String name, Duration timeout) throws IOException {
        return ask(name, RecordType.TXT, timeout, (answer, owner) -> answer.texts(owner));
    }

    /** What is wanted of an answer. */
    @FunctionalInterface
    private interface Content<T> {
        List<T> of(DnsAnswer answer, String name) throws IOException;
    }

    private <T> List<T> ask(String name, RecordType type, Duration timeout, Content<T> content) throws IOException {
        new DnsQuery(0, name, type).encode(); // a name that cannot be asked for is nobody's failure
        NameServers known = servers.read();
        Deadline deadline = Deadline.after(clock, timeout);
        Map<InetSocketAddress, String> failures = new LinkedHashMap<>();
        for (InetSocketAddress server : turns(known)) {
            if (deadline.isExpired()) {
                break;
            }
            checkGoesOn(name);
            DnsQuery query = new DnsQuery(random.getAsInt() & 0xffff, name, type);
            try {
                return known(exchange(server, query, deadline.orWithin(clock, known.timeout())), query, content);
            } catch (IOException e) {
                failures.put(server, reason(e));
            }
        }
        throw failed(type + " records of " + name, failures);
    }

    /** Each server as often as it may be asked. */
    private static List<InetSocketAddress> turns(NameServers known) {
        return Collections.nCopies(known.attempts(), known.addresses()).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static <T> List<T> known(DnsAnswer answer, DnsQuery query, Content<T> content) throws IOException {
        return switch (answer.code()) {
            case DnsAnswer.NO_ERROR -> content.of(answer, query.name());
            case DnsAnswer.NO_SUCH_NAME -> List.of();
            default -> throw new RefusedException(answer.outcome());
        };
    }

    /** The server has answered that it cannot. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String outcome) {
            super(outcome);
        }
    }

    private DnsAnswer exchange(InetSocketAddress server, DnsQuery query, Deadline deadline) throws IOException {
        Optional<DnsAnswer> answer = Udp.ask(server, query, deadline, end);
        return answer.isPresent() ? answer.get() : Tcp.ask(server, query, deadline, end);
    }

    private static String reason(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof MalformedAnswerException) {
            return "its answer " + text;
        }
        return e instanceof SocketTimeoutException || e instanceof RefusedException
                ? text
                : text + "; does a name server listen there?";
    }

    private void checkGoesOn(String name) throws InterruptedIOException {
        if (end.isCancelled()) {
            throw new InterruptedIOException("closed while " + name + " was asked for");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted before " + name + " was asked for");
        }
    }

    private static IOException failed(String what, Map<InetSocketAddress, String> failures) {
        String reasons = failures.entrySet().stream()
                .map(failure -> shown(failure.getKey()) + ": " + failure.getValue())
                .collect(Collectors.joining("; "));
        return new IOException("no name server has told the " + what + " (" + reasons + ")");
    }

    private static String shown(InetSocketAddress server) {
        String host = server.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + server.getPort();
    }
}
