package io.github.mooring.api.auth;

import java.io.IOException;

/**
 * Gets AWS keys for the mechanism {@code MONGODB-AWS}, from wherever the application's environment has them: an
 * instance's or a container's metadata service, an assumed role, the AWS SDK.
 *
 * <p>It is found by {@link java.util.ServiceLoader} as an {@link OidcTokenSource} is, under
 * {@code META-INF/services/io.github.mooring.api.auth.AwsCredentialSource}. It is asked for each connection that is
 * opened, by any thread, and should remember temporary keys until they expire. Thread-safe.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#custom-credential-providers">
 *     Authentication specification: Custom Credential Providers</a>
 */
@FunctionalInterface
public interface AwsCredentialSource {
    /**
     * Returns keys that are valid now.
     *
     * @throws IOException if there are none to be had; the text must not hold secrets, it becomes part of the error that
     *     the application gets
     */
    AwsCredentials credentials() throws IOException;
}
