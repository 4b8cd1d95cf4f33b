package io.github.mooring.transport;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how connections are encrypted; immutable.
 *
 * @param enabled          whether TLS is spoken at all (option {@code tls})
 * @param context          keys and trusted certificates as the application has made them; null means those of the files,
 *     or, without files, the JDK's default context, which follows the {@code javax.net.ssl} system properties
 * @param certificateCheck whether the server's certificate has to be valid and issued by an authority that is trusted;
 *     off only where {@code tlsAllowInvalidCertificates} or {@code tlsInsecure} say so
 * @param hostNameCheck    whether the certificate has to be made out for the host that was dialed; off only where
 *     {@code tlsAllowInvalidHostnames} or {@code tlsInsecure} say so
 * @param files            where keys and trusted certificates come from, null for no files
 * @param revocation       whether it is asked if a certificate was revoked
 */
public record TlsConfig(
        boolean enabled,
        @Nullable SSLContext context,
        boolean certificateCheck,
        boolean hostNameCheck,
        @Nullable TlsFiles files,
        Revocation revocation) {
    private static final TlsConfig OFF = new TlsConfig(false, null, true);
    private static final TlsConfig ON = new TlsConfig(true, null, true);

    /**
     * Checks that the parts do not contradict each other.
     *
     * @throws IllegalArgumentException if keys and trusted certificates come from two places
     */
    public TlsConfig {
        if (context != null && files != null) {
            throw new IllegalArgumentException("an SSLContext is given, and so is "
                    + (files.caFile() == null ? TlsFiles.KEY_OPTION : TlsFiles.CA_OPTION)
                    + "; keys and trusted certificates come from one of them");
        }
        if (context != null && !certificateCheck) {
            throw new IllegalArgumentException("an SSLContext is given, which itself decides what it trusts, and so is"
                    + " tlsAllowInvalidCertificates or tlsInsecure; leave one of them out");
        }
        if (context != null && revocation != Revocation.BY_THE_JVM) {
            throw new IllegalArgumentException("an SSLContext is given, which itself decides whether certificates were"
                    + " revoked, and so is tlsDisableCertificateRevocationCheck or tlsDisableOCSPEndpointCheck; leave"
                    + " one of them out");
        }
    }

    /** As the JVM asks whether certificates were revoked. */
    public TlsConfig(
            boolean enabled,
            @Nullable SSLContext context,
            boolean certificateCheck,
            boolean hostNameCheck,
            @Nullable TlsFiles files) {
        this(enabled, context, certificateCheck, hostNameCheck, files, Revocation.BY_THE_JVM);
    }

    /** Without files, and with certificates checked. */
    public TlsConfig(boolean enabled, @Nullable SSLContext context, boolean hostNameCheck) {
        this(enabled, context, true, hostNameCheck, null);
    }

    /** No encryption. */
    public static TlsConfig off() {
        return OFF;
    }

    /** Encryption with the JDK's default context and the host name checked. */
    public static TlsConfig on() {
        return ON;
    }

    /**
     * Encryption as the options of a connection string have it.
     *
     * @param files            where keys and trusted certificates come from, null for the JVM's; read when a dialer is made
     * @param certificateCheck false for {@code tlsAllowInvalidCertificates=true} and {@code tlsInsecure=true}
     * @param hostNameCheck    false for {@code tlsAllowInvalidHostnames=true} and {@code tlsInsecure=true}
     */
    public static TlsConfig of(@Nullable TlsFiles files, boolean certificateCheck, boolean hostNameCheck) {
        return new TlsConfig(true, null, certificateCheck, hostNameCheck, files);
    }

    /**
     * This configuration with the application's own keys and trusted certificates.
     *
     * @throws IllegalArgumentException if it has files, or accepts any certificate
     */
    public TlsConfig withContext(SSLContext newContext) {
        return new TlsConfig(enabled, newContext, certificateCheck, hostNameCheck, files, revocation);
    }

    /** This configuration accepting a certificate that is made out for another host. */
    public TlsConfig withoutHostNameCheck() {
        return new TlsConfig(enabled, context, certificateCheck, false, files, revocation);
    }

    /**
     * This configuration asking so whether certificates were revoked.
     *
     * @throws IllegalArgumentException if it has an application's context, and this is not {@link Revocation#BY_THE_JVM}
     */
    public TlsConfig withRevocation(Revocation other) {
        return new TlsConfig(enabled, context, certificateCheck, hostNameCheck, files, other);
    }

    /** Whether everything is as the JVM, or the application's context, has it. */
    boolean isTheJvms() {
        return files == null && certificateCheck && revocation == Revocation.BY_THE_JVM;
    }

    /** Where trusted certificates come from, for messages. */
    String trustSource() {
        if (context != null) {
            return "the trust store of the application's SSLContext";
        }
        return files == null || files.caFile() == null
                ? "the JVM's trust store"
                : TlsFiles.CA_OPTION + " '" + files.caFile() + "'";
    }
}
