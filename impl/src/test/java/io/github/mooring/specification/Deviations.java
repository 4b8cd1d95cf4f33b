package io.github.mooring.specification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Cases of the specifications that end in an error here although they should not, each with the reason; read from a
 * resource, and unchanged afterwards.
 *
 * <p>They are run all the same: each must fail with the expected error, so that an entry which has become needless, or
 * fails for another reason than the one that is stated, is noticed.
 *
 * <p>The format, line by line: {@code # comment}; {@code == text of the error | reason} opens a section; any other line
 * is {@code file: description} of a case.
 */
public final class Deviations {
    private final Class<? extends Throwable> error;
    private final Map<String, String> errorTextByCase = new HashMap<>();

    private Deviations(Class<? extends Throwable> error) {
        this.error = error;
    }

    /**
     * Reads a list.
     *
     * @param resource its name, beside the specification runner
     * @param error    how a case on the list ends
     */
    public static Deviations read(String resource, Class<? extends Throwable> error) {
        Deviations deviations = new Deviations(error);
        String errorText = null;
        for (String line : text(resource).lines().map(String::strip).toList()) {
            if (line.startsWith("== ")) {
                int bar = line.indexOf(" | ");
                assertThat(bar).as("reason in '%s'", line).isPositive();
                errorText = line.substring(3, bar);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                String before = deviations.errorTextByCase.put(line, Objects.requireNonNull(errorText, "section"));
                assertThat(before).as("listed twice: %s", line).isNull();
            }
        }
        return deviations;
    }

    /** No case ends otherwise. */
    public static Deviations none() {
        return new Deviations(Throwable.class);
    }

    boolean isEmpty() {
        return errorTextByCase.isEmpty();
    }

    private static String text(String resource) {
        try (InputStream in = Deviations.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a case that must hold, or, if it is on the list, must fail as is said there. */
    void run(String file, String description, ThrowingCallable testCase) throws Throwable {
        String errorText = errorTextByCase.get(file + ": " + description);
        if (errorText == null) {
            testCase.call();
        } else {
            assertThat(catchThrowable(testCase))
                    .as("a listed deviation; if the case holds by now, take it off the list")
                    .isInstanceOf(error)
                    .hasMessageContaining(errorText);
        }
    }

    /** Fails if the list names a case of {@code file} that the file does not have. */
    void checkNames(String file, Collection<String> descriptions) {
        String prefix = file + ": ";
        assertThat(errorTextByCase.keySet().stream()
                        .filter(entry -> entry.startsWith(prefix))
                        .map(entry -> entry.substring(prefix.length())))
                .isSubsetOf(descriptions);
    }
}
