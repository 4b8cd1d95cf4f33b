package io.github.mooring.api;

import org.jspecify.annotations.Nullable;

/**
 * A connection string, an option or a combination of options is wrong, or is not supported. The text names the option,
 * its value and what is allowed. Trying again does not help; mending the configuration does.
 */
public final class MongoConfigurationException extends MongoException {
    private static final long serialVersionUID = 1L;

    /**
     * A configuration that cannot be used.
     *
     * @param message the option, its value, what is allowed
     */
    public MongoConfigurationException(String message) {
        this(message, null);
    }

    /**
     * A configuration that cannot be used, for a reason.
     *
     * @param message the option, its value, what is allowed
     * @param cause   what led to it, if anything
     */
    public MongoConfigurationException(String message, @Nullable Throwable cause) {
        super(message, ErrorContext.NONE, cause);
    }
}
