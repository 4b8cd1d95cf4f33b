package io.github.mooring.client;

import io.github.mooring.api.MongoConfigurationException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is found wrong while a configuration is read. A strict reader takes no mistake; another one leaves the option out
 * and says so, as the specification wants it. Confined to the thread that reads.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md#defining-connection-options">
 *     Connection String: defining connection options</a>
 */
final class Complaints {
    private final boolean strict;
    private final List<String> warnings = new ArrayList<>();
    private final List<String> obstacles = new ArrayList<>();

    /** None as yet; {@code strict} makes the first mistake an error. */
    Complaints(boolean strict) {
        this.strict = strict;
    }

    /** A reader as strict, who has found nothing yet. */
    Complaints another() {
        return new Complaints(strict);
    }

    /**
     * A mistake that can be ignored.
     *
     * @param text what is wrong, without secrets
     * @throws MongoConfigurationException with that text, if the reader is strict
     */
    void ignored(String text, @Nullable Throwable cause) {
        if (strict) {
            throw new MongoConfigurationException(text, cause);
        }
        warnings.add("ignored: " + text);
    }

    /** No mistake, but an old way to say it. */
    void deprecated(String text) {
        warnings.add("deprecated: " + text);
    }

    /** No mistake, but something that cannot be carried out. */
    void obstacle(String text) {
        obstacles.add(text);
    }

    /** All of them so far. */
    Remarks remarks() {
        return new Remarks(warnings, obstacles);
    }
}
