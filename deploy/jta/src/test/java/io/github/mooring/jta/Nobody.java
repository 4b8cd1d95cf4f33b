package io.github.mooring.jta;

import java.util.Objects;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import org.jboss.jca.core.spi.security.Callback;
import org.jboss.jca.core.spi.security.SecurityContext;
import org.jboss.jca.core.spi.security.SecurityIntegration;
import org.jspecify.annotations.Nullable;

/** The security of a work manager whose works run as nobody; without it IronJacamar's runs no work. */
final class Nobody implements SecurityIntegration {
    private static final ThreadLocal<@Nullable SecurityContext> CURRENT = new ThreadLocal<>();

    @Override
    public SecurityContext createSecurityContext(String domain) {
        return new Context();
    }

    @Override
    public @Nullable SecurityContext getSecurityContext() {
        return CURRENT.get();
    }

    @Override
    public void setSecurityContext(@Nullable SecurityContext context) {
        if (context == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(context);
        }
    }

    @Override
    public CallbackHandler createCallbackHandler() {
        return callbacks -> {};
    }

    @Override
    public CallbackHandler createCallbackHandler(Callback callback) {
        return createCallbackHandler();
    }

    /** Without roles. */
    private static final class Context implements SecurityContext {
        private volatile Subject subject = new Subject();

        @Override
        public Subject getAuthenticatedSubject() {
            return subject;
        }

        @Override
        public void setAuthenticatedSubject(Subject authenticated) {
            subject = Objects.requireNonNull(authenticated, "authenticated");
        }

        @Override
        public String[] getRoles() {
            return new String[0];
        }
    }
}
