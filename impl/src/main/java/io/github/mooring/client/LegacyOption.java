package io.github.mooring.client;

import java.util.Optional;

/**
 * A name of old that a connection string may use to say what another option says nowadays. Stateless.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/connection-string/connection-string-spec.md#deprecated-key-value-pairs">
 *     Connection String: deprecated key value pairs</a>
 */
enum LegacyOption {
    /** {@code gssapiServiceName}, a property of Kerberos. */
    GSSAPI_SERVICE_NAME(
            "gssapiServiceName",
            Option.AUTH_MECHANISM_PROPERTIES,
            "any text",
            "authMechanismProperties=SERVICE_NAME:...") {
        @Override
        Optional<String> translate(String text) {
            return Optional.of(MechanismProperties.SERVICE_NAME + ":" + text);
        }
    },
    /** {@code safe}, whether writes are acknowledged. */
    SAFE("safe", Option.W, "true or false", "w=1 or w=0") {
        @Override
        Optional<String> translate(String text) {
            return switch (text) {
                case "true" -> Optional.of("1");
                case "false" -> Optional.of("0");
                default -> Optional.empty();
            };
        }
    };

    private final String uriName;
    private final Option today;
    private final String allowed;
    private final String advice;

    LegacyOption(String uriName, Option today, String allowed, String advice) {
        this.uriName = uriName;
        this.today = today;
        this.allowed = allowed;
        this.advice = advice;
    }

    /** The one that a connection string spells so, in whatever case; empty if there is none. */
    static Optional<LegacyOption> ofUriName(String name) {
        for (LegacyOption option : values()) {
            if (option.uriName.equalsIgnoreCase(name)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /** The name in a connection string. */
    String uriName() {
        return uriName;
    }

    /** The option that says it today. */
    Option today() {
        return today;
    }

    /** The allowed values in words. */
    String allowed() {
        return allowed;
    }

    /** What to write instead. */
    String advice() {
        return advice;
    }

    /** A value as the option of today has it; empty if it is not allowed. */
    abstract Optional<String> translate(String text);
}
