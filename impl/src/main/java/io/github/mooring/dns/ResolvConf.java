package io.github.mooring.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name servers of the operating system, as Unix systems keep them in a file; stateless. Read anew each time, so that a
 * change counts from the next question on.
 */
final class ResolvConf {
    static final int DNS_PORT = 53;
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);
    static final int DEFAULT_ATTEMPTS = 2;

    /** As the C library bounds them. */
    private static final int MOST_SERVERS = 3;

    private static final int LONGEST_TIMEOUT_SECONDS = 30;
    private static final int MOST_ATTEMPTS = 5;
    /** Anything else would have to be looked up, by whom? */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9_.-]+)?");

    /** An address with a port behind it; with one colon alone it is no IPv6 address. */
    private static final Pattern WITH_PORT = Pattern.compile("([0-9.]+|\\[[^\\]]+\\]):([0-9]{1,5})");

    private static final int LARGEST_PORT = 65_535;

    private ResolvConf() {}

    /**
     * Reads such a file.
     *
     * @throws IOException if there is none, or it cannot be read
     */
    static NameServers read(Path file) throws IOException {
        try {
            return parse(Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no " + file + " that names the name servers; name them with -D" + SystemResolver.PROPERTY
                            + "=ADDRESS[:PORT][,...]",
                    e);
        }
    }

    /** Lines that are not understood are passed over, as everybody does; without a server it is this machine. */
    static NameServers parse(List<String> lines) {
        List<InetSocketAddress> servers = new ArrayList<>();
        Duration timeout = DEFAULT_TIMEOUT;
        int attempts = DEFAULT_ATTEMPTS;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words[0].equals("nameserver") && words.length > 1) {
                address(words[1], DNS_PORT).ifPresent(servers::add);
            } else if (words[0].equals("options")) {
                timeout = number("timeout:", words, LONGEST_TIMEOUT_SECONDS)
                        .map(Duration::ofSeconds)
                        .orElse(timeout);
                attempts = number("attempts:", words, MOST_ATTEMPTS)
                        .map(Long::intValue)
                        .orElse(attempts);
            }
        }
        if (servers.isEmpty()) {
            servers.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), DNS_PORT));
        }
        return new NameServers(servers.subList(0, Math.min(servers.size(), MOST_SERVERS)), timeout, attempts);
    }

    /** The address, if it is one, with the port behind it or that of all name servers. */
    static Optional<InetSocketAddress> addressAndPort(String text) {
        Matcher matcher = WITH_PORT.matcher(text);
        if (!matcher.matches()) {
            return address(text, DNS_PORT);
        }
        int port = Integer.parseInt(matcher.group(2));
        return port < 1 || port > LARGEST_PORT
                ? Optional.empty()
                : address(matcher.group(1).replaceAll("[\\[\\]]", ""), port);
    }

    /** The address, if it is one. */
    static Optional<InetSocketAddress> address(String literal, int port) {
        try {
            return LITERAL.matcher(literal).matches()
                    ? Optional.of(new InetSocketAddress(InetAddress.getByName(literal), port))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> number(String name, String[] words, long most) {
        Optional<Long> found = Optional.empty();
        for (String word : words) {
            if (word.startsWith(name) && word.substring(name.length()).matches("[1-9][0-9]{0,8}")) {
                found = Optional.of(Math.min(most, Long.parseLong(word.substring(name.length()))));
            }
        }
        return found;
    }
}
