package io.github.mooring.api.auth;

import java.io.IOException;

/**
 * Gets access tokens for the mechanism {@code MONGODB-OIDC}: from an identity provider, a file, a metadata service.
 *
 * <p>It is found by {@link java.util.ServiceLoader} where the library itself was loaded: put its jar beside the library's,
 * for the resource adapter into the archive or into a library of the server, with its class name in
 * {@code META-INF/services/io.github.mooring.api.auth.OidcTokenSource}. It needs a public constructor without
 * parameters, is made once for each client that uses the mechanism, and has to be thread-safe; for one user of one
 * client it is asked by one thread at a time, at most every 100 ms.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#oidc-callback">Authentication
 *     specification: OIDC Callback</a>
 */
public interface OidcTokenSource {
    /**
     * Which environment it is for: the mechanism property {@code ENVIRONMENT} chooses by it, such as {@code azure} or
     * {@code gcp}. The default, the empty string, is for users who do not set that property.
     */
    default String environment() {
        return "";
    }

    /**
     * Returns a token that is valid now. It is kept and used again until the server refuses it or it expires, so this
     * method does not need to remember it. Tokens never appear in the library's logs and messages.
     *
     * @param request for whom, and by when
     * @throws IOException if there is none to be had; the text must not hold secrets, it becomes part of the error that
     *     the application gets
     */
    OidcToken token(OidcTokenRequest request) throws IOException;
}
