package io.github.mooring.jca;

import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import jakarta.resource.NotSupportedException;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.SecurityException;
import jakarta.resource.spi.security.PasswordCredential;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Decides whose rights a managed connection has: the container's {@link Subject} goes before the application's request,
 * and that before the configuration (Connectors 10.1.8.2).
 *
 * <p>What a Subject does not say needs care. Some containers make up a credential from what they take for a default
 * principal, with an empty password or with no name at all; that says nothing, and must not put a configured password
 * out of force. A Subject that names somebody, but in no way that can be used here, must not fall back to the
 * configured user, who may have more rights than the caller: it is refused.
 */
final class CallerIdentity {
    private final ManagedConnectionFactory factory;
    private final Configuration configuration;

    CallerIdentity(ManagedConnectionFactory factory, Configuration configuration) {
        this.factory = factory;
        this.configuration = configuration;
    }

    /**
     * Decides.
     *
     * @throws SecurityException     if the Subject names somebody who cannot be authenticated here
     * @throws NotSupportedException if the request is another adapter's
     */
    Identity of(@Nullable Subject subject, @Nullable ConnectionRequestInfo request) throws ResourceException {
        SessionRequestInfo requested = requested(request);
        if (subject == null) {
            return orElse(requested);
        }
        List<PasswordCredential> ours = credentialsOf(subject);
        for (PasswordCredential credential : ours) {
            // cloned, because the container hands out its own array, which must not be wiped
            char[] password = credential.getPassword().clone();
            if (password.length > 0) {
                return identityOf(credential.getUserName(), password);
            }
        }
        checkFallback(subject, ours, requested);
        return orElse(requested);
    }

    private static @Nullable SessionRequestInfo requested(@Nullable ConnectionRequestInfo request)
            throws NotSupportedException {
        if (request == null || request instanceof SessionRequestInfo) {
            return (SessionRequestInfo) request;
        }
        throw new NotSupportedException(
                "a request of class " + request.getClass().getName()
                        + " is not one of this adapter; sessions are opened through its MongoSessionFactory");
    }

    private Identity orElse(@Nullable SessionRequestInfo requested) {
        return requested == null ? configuration.identity() : identityOf(requested.userName(), requested.password());
    }

    private Identity identityOf(String userName, char[] password) {
        try {
            return configuration.identityOf(userName, password);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** The credentials for this factory that name somebody. */
    private List<PasswordCredential> credentialsOf(Subject subject) throws SecurityException {
        try {
            return subject.getPrivateCredentials(PasswordCredential.class).stream()
                    .filter(credential -> factory.equals(credential.getManagedConnectionFactory()))
                    .filter(credential -> !isBlank(credential.getUserName()))
                    .toList();
        } catch (java.lang.SecurityException e) {
            throw new SecurityException("the credentials of the Subject may not be read: " + e.getMessage(), e);
        }
    }

    private void checkFallback(Subject subject, List<PasswordCredential> ours, @Nullable SessionRequestInfo requested)
            throws SecurityException {
        boolean nobody = requested == null && configuration.identity().equals(Identity.anonymous());
        if (!ours.isEmpty()) {
            boolean configured = ours.stream().anyMatch(credential -> isConfigured(credential.getUserName()));
            if (requested == null && !configured) {
                throw new SecurityException("the Subject names user '"
                        + ours.get(0).getUserName()
                        + "' without a password, and the configuration has no password for this user");
            }
        } else if (!nobody && names(subject)) {
            throw new SecurityException("the Subject has no password credential for this connection factory; "
                    + found(subject) + ". Map the caller to a user name and a password for this factory");
        }
    }

    private boolean isConfigured(String userName) {
        return configuration.identity() instanceof Credential credential
                && credential.username().equals(userName);
    }

    /** Whether a Subject speaks of anybody; a credential without a name, made up by the container, does not. */
    private boolean names(Subject subject) {
        return subject.getPrincipals().stream().anyMatch(principal -> !isBlank(principal.getName()))
                || subject.getPrivateCredentials().stream().anyMatch(credential -> !isMadeUp(credential));
    }

    private boolean isMadeUp(Object credential) {
        return credential instanceof PasswordCredential password
                && isBlank(password.getUserName())
                && factory.equals(password.getManagedConnectionFactory());
    }

    private static String found(Subject subject) {
        String kinds = subject.getPrivateCredentials().stream()
                .map(credential -> credential.getClass().getSimpleName())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return kinds.isEmpty() ? "it has no private credential" : "it has " + kinds + ", which cannot be used here";
    }

    private static boolean isBlank(@Nullable String name) {
        return name == null || name.isEmpty();
    }
}
