package io.github.mooring.auth;

import java.util.ServiceConfigurationError;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The parts, looked for when the first user needs one; most clients never do. Thread-safe. */
final class LazyParts {

    private final Supplier<AuthParts> search;
    private final AtomicReference<@Nullable AuthParts> found = new AtomicReference<>();

    LazyParts(Supplier<AuthParts> search) {
        this.search = search;
    }

    /**
     * Returns what there is; all callers get the same.
     *
     * @throws AuthException if something is there that does not work
     */
    AuthParts get(String mechanism, Credential credential) {
        AuthParts known = found.get();
        if (known != null) {
            return known;
        }
        try {
            AuthParts parts = search.get();
            return found.compareAndSet(null, parts) ? parts : get(mechanism, credential);
        } catch (ServiceConfigurationError e) {
            throw AuthException.misconfigured(
                    mechanism, credential, "a part that is installed does not work: " + e.getMessage(), e);
        }
    }
}
