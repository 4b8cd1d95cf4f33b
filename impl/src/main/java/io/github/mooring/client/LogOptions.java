package io.github.mooring.client;

import org.jspecify.annotations.Nullable;

/**
 * What whoever operates the client gets to see; immutable. Which lines stand in the log is for the logging system to say.
 *
 * @param maxDocumentLength most characters of one document in a line of the log, see {@link Option#MAX_LOG_DOCUMENT_LENGTH}
 * @param jmx               whether there are MXBeans, see {@link Option#JMX}; null leaves it to whoever opens the deployment
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/logging/logging.md#configurable-max-document-length">
 *     Logging: configurable max document length</a>
 */
public record LogOptions(int maxDocumentLength, @Nullable Boolean jmx) {
    /** What the specification calls the environment's way to say it; an option that is given comes first. */
    static final String VARIABLE = "MONGODB_LOG_MAX_DOCUMENT_LENGTH";

    /** Source: Logging specification. */
    static final int DEFAULT_MAX_DOCUMENT_LENGTH = 1000;

    /** Chosen: no document that a server takes has a longer text, as a rule; and lengths can be added to it. */
    static final int MOST = 100_000_000;

    /** Checks the value. */
    public LogOptions {
        Option.MAX_LOG_DOCUMENT_LENGTH.check(maxDocumentLength);
    }

    /** What a configuration says, or else the environment. */
    static LogOptions of(Settings given) {
        Integer length = given.find(Option.MAX_LOG_DOCUMENT_LENGTH, Integer.class);
        return new LogOptions(
                length == null ? ofEnvironment(System.getenv(VARIABLE)) : length,
                given.find(Option.JMX, Boolean.class));
    }

    /**
     * What the variable says, unless that is no length: it may be meant for another program, so that is no error.
     *
     * @param value null if it is not set
     */
    static int ofEnvironment(@Nullable String value) {
        try {
            int length = value == null ? DEFAULT_MAX_DOCUMENT_LENGTH : Integer.parseInt(value.strip());
            return length < 0 || length > MOST ? DEFAULT_MAX_DOCUMENT_LENGTH : length;
        } catch (NumberFormatException e) {
            return DEFAULT_MAX_DOCUMENT_LENGTH;
        }
    }
}
