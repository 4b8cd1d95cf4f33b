package io.github.mooring.auth;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code authMechanismProperties}, whose names are not case-sensitive. Immutable.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#naming">Authentication
 *     specification: Naming</a>
 */
final class MechanismProperties {

    private final Credential credential;
    private final String mechanism;

    private MechanismProperties(Credential credential, String mechanism) {
        this.credential = credential;
        this.mechanism = mechanism;
    }

    static MechanismProperties of(Credential credential, String mechanism) {
        return new MechanismProperties(credential, mechanism);
    }

    @Nullable
    String find(String name) {
        for (Map.Entry<String, String> property :
                credential.mechanismProperties().entrySet()) {
            if (property.getKey().equalsIgnoreCase(name)) {
                return property.getValue();
            }
        }
        return null;
    }

    String get(String name, String otherwise) {
        String value = find(name);
        return value == null ? otherwise : value;
    }

    /** For a value that is not allowed, which is not shown: it might be a secret in the wrong place. */
    AuthException refuse(String name, String reason) {
        return AuthException.misconfigured(mechanism, credential, "authMechanismProperties " + name + ": " + reason);
    }
}
