package io.github.mooring.auth;

import io.github.mooring.time.Clock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What mechanisms take from around them; immutable.
 *
 * @param clock            for what expires, and for signatures that carry the date
 * @param parts            finds what others supply; called at the first need
 * @param variables        reads the environment's variables; null for one that is not set
 * @param plainUnencrypted whether PLAIN may send a password over a connection that others can read
 */
public record AuthEnvironment(
        Clock clock, Supplier<AuthParts> parts, UnaryOperator<@Nullable String> variables, boolean plainUnencrypted) {

    /** What the JVM has: the parts beside the library, the process's variables; PLAIN over TLS only. */
    public static AuthEnvironment ofJvm(Clock clock) {
        return new AuthEnvironment(clock, AuthParts::installed, System::getenv, false);
    }

    /** This environment, with PLAIN allowed without TLS or not. */
    public AuthEnvironment withPlainUnencrypted(boolean allowed) {
        return new AuthEnvironment(clock, parts, variables, allowed);
    }
}
