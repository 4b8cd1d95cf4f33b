package io.github.mooring.transport;

import io.github.mooring.api.MongoConfigurationException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how connections are encrypted; immutable.
 *
 * @param enabled       whether TLS is spoken at all (option {@code tls})
 * @param context       keys and trusted certificates; null means the JDK's default context, which follows the
 *     {@code javax.net.ssl} system properties
 * @param hostNameCheck whether the certificate has to be made out for the host that was dialed; off only where
 *     {@code tlsAllowInvalidHostnames} says so
 */
public record TlsConfig(boolean enabled, @Nullable SSLContext context, boolean hostNameCheck) {
    private static final TlsConfig OFF = new TlsConfig(false, null, true);
    private static final TlsConfig ON = new TlsConfig(true, null, true);

    /** No encryption. */
    public static TlsConfig off() {
        return OFF;
    }

    /** Encryption with the JDK's default context and the host name checked. */
    public static TlsConfig on() {
        return ON;
    }

    /** This configuration with other keys and trusted certificates. */
    public TlsConfig withContext(SSLContext newContext) {
        return new TlsConfig(enabled, newContext, hostNameCheck);
    }

    /** This configuration accepting a certificate that is made out for another host. */
    public TlsConfig withoutHostNameCheck() {
        return new TlsConfig(enabled, context, false);
    }

    SSLSocketFactory socketFactory() {
        try {
            return (context == null ? SSLContext.getDefault() : context).getSocketFactory();
        } catch (NoSuchAlgorithmException e) {
            throw new MongoConfigurationException(
                    "tls=true, but the default TLS context of this JVM cannot be made (" + e.getMessage()
                            + "); are the javax.net.ssl system properties right?",
                    e);
        }
    }
}
