package io.github.mooring.unified;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The table of what is not run or does not hold, each with its reason. It notes what was met, so that an entry that nothing meets
 * is noticed. Used by one thread at a time.
 *
 * <p>The format, line by line: {@code # comment}; {@code lacks WHAT | reason} for everything that needs what is not there;
 * {@code fails TEXT | reason} opens a section of cases that end in an error with this text in its message: each other line is
 * {@code folder/file.json: case}, with {@code *} for any text.
 */
final class Skips {
    private static final String RESOURCE = "skips.txt";
    private static final String LACKS = "lacks ";
    private static final String FAILS = "fails ";

    private final Map<String, String> lacking = new LinkedHashMap<>();
    private final List<Failing> failing = new ArrayList<>();
    private final Set<Object> met = new LinkedHashSet<>();

    /** Cases that are known to end in an error. */
    record Failing(String line, Pattern name, String error, String reason) {}

    private Skips() {}

    /** Reads the table. */
    static Skips read() {
        Skips skips = new Skips();
        String[] section = null;
        for (String line : text().lines().map(String::strip).toList()) {
            if (line.startsWith(LACKS)) {
                String[] parts = parts(line, LACKS);
                require(skips.lacking.put(parts[0], parts[1]) == null, line);
            } else if (line.startsWith(FAILS)) {
                section = parts(line, FAILS);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                String[] of = Objects.requireNonNull(section, line);
                skips.failing.add(new Failing(line, pattern(line), of[0], of[1]));
            }
        }
        return skips;
    }

    private static String text() {
        try (InputStream in = Skips.class.getResourceAsStream(RESOURCE)) {
            return new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] parts(String line, String word) {
        int bar = line.indexOf(" | ");
        require(bar > 0, line);
        String reason = line.substring(bar + 3);
        require(reason.matches("(lab|client|refused|format): .+"), line);
        return new String[] {line.substring(word.length(), bar), reason};
    }

    private static void require(boolean met, String line) {
        if (!met) {
            throw new IllegalStateException("wrong line in the table of skips: " + line);
        }
    }

    private static Pattern pattern(String line) {
        StringBuilder pattern = new StringBuilder();
        for (String part : line.split("\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }

    /** Why what is missing may be missing. */
    Optional<String> reason(LackingException lacking) {
        met.add(lacking.what());
        return Optional.ofNullable(this.lacking.get(lacking.what()));
    }

    /** The entry for a case, if there is one. */
    Optional<Failing> of(String name) {
        return failing.stream()
                .filter(entry -> entry.name().matcher(name).matches())
                .findFirst();
    }

    /** Notes that a case has failed as its entry says. */
    void met(Failing entry) {
        met.add(entry);
    }

    /** What stands in the table and was not met. */
    List<String> stale() {
        List<String> stale = new ArrayList<>();
        lacking.keySet().stream().filter(what -> !met.contains(what)).forEach(stale::add);
        failing.stream()
                .filter(entry -> !met.contains(entry))
                .map(Failing::line)
                .forEach(stale::add);
        return stale;
    }
}
