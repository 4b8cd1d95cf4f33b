package io.github.mooring.client;

import io.github.mooring.transport.Revocation;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.TlsFiles;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ClientOptions} say about encryption; immutable. Names, defaults and meanings are those of {@link Option}.
 * Files are named and not opened here.
 *
 * @param enabled                           whether to encrypt
 * @param insecure                          whether to check as little as can be ({@code tlsInsecure})
 * @param allowInvalidHostnames             whether a certificate may be another host's
 * @param allowInvalidCertificates          whether a certificate may be one that nobody trusts
 * @param caFile                            file of certificates to trust; null is the JVM's trust store
 * @param certificateKeyFile                file of the client's certificate and key; null is the JVM's key store
 * @param certificateKeyFilePassword        what the key in it is encrypted with; null if it is not
 * @param disableCertificateRevocationCheck whether not to ask if a certificate was revoked
 * @param disableOcspEndpointCheck          whether not to ask so over the network
 * @param context                           keys and trusted certificates that code has given; null if it has not
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/uri-options/uri-options.md#conflicting-tls-options">
 *     URI Options: conflicting TLS options</a>
 */
public record TlsOptions(
        boolean enabled,
        boolean insecure,
        boolean allowInvalidHostnames,
        boolean allowInvalidCertificates,
        @Nullable String caFile,
        @Nullable String certificateKeyFile,
        @Nullable Secret certificateKeyFilePassword,
        boolean disableCertificateRevocationCheck,
        boolean disableOcspEndpointCheck,
        @Nullable SSLContext context) {
    /** What cannot stand side by side, whatever is said: each group at most once. */
    private static final Option[][] EXCLUSIVE = {
        {
            Option.TLS_INSECURE,
            Option.TLS_ALLOW_INVALID_CERTIFICATES,
            Option.TLS_DISABLE_OCSP_ENDPOINT_CHECK,
            Option.TLS_DISABLE_CERTIFICATE_REVOCATION_CHECK
        },
        {Option.TLS_INSECURE, Option.TLS_ALLOW_INVALID_HOSTNAMES}
    };

    /** What nobody names who does not mean to encrypt. */
    private static final List<Option> FILES =
            List.of(Option.TLS_CA_FILE, Option.TLS_CERTIFICATE_KEY_FILE, Option.TLS_CERTIFICATE_KEY_FILE_PASSWORD);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if there is a context, but no encryption
     */
    public TlsOptions {
        if (context != null && !enabled) {
            throw new IllegalArgumentException("an SSLContext is given, but tls is false");
        }
    }

    /**
     * What a configuration says. A name server is only asked for servers that encrypt, unless {@code tls} says otherwise.
     *
     * @throws io.github.mooring.api.MongoConfigurationException if options cannot stand side by side
     */
    static TlsOptions of(Settings given) {
        for (Option[] group : EXCLUSIVE) {
            given.refuseSeveral(group);
        }
        boolean enabled =
                given.has(Option.TLS) ? given.get(Option.TLS, Boolean.class) : given.seeds() instanceof Seeds.SrvName;
        if (!enabled) {
            FILES.stream()
                    .filter(given::has)
                    .forEach(option -> given.complaints()
                            .obstacle(option.displayName() + " is given, but tls is false; add tls=true"));
        }
        return new TlsOptions(
                enabled,
                given.get(Option.TLS_INSECURE, Boolean.class),
                given.get(Option.TLS_ALLOW_INVALID_HOSTNAMES, Boolean.class),
                given.get(Option.TLS_ALLOW_INVALID_CERTIFICATES, Boolean.class),
                given.find(Option.TLS_CA_FILE, String.class),
                given.find(Option.TLS_CERTIFICATE_KEY_FILE, String.class),
                Secret.ofNullable(given.find(Option.TLS_CERTIFICATE_KEY_FILE_PASSWORD, String.class)),
                given.get(Option.TLS_DISABLE_CERTIFICATE_REVOCATION_CHECK, Boolean.class),
                given.get(Option.TLS_DISABLE_OCSP_ENDPOINT_CHECK, Boolean.class),
                null);
    }

    /** These options with keys and trusted certificates of the code's making. */
    TlsOptions withContext(SSLContext newContext) {
        return new TlsOptions(
                enabled,
                insecure,
                allowInvalidHostnames,
                allowInvalidCertificates,
                caFile,
                certificateKeyFile,
                certificateKeyFilePassword,
                disableCertificateRevocationCheck,
                disableOcspEndpointCheck,
                newContext);
    }

    /**
     * What the transport has to know of them.
     *
     * @throws IllegalArgumentException if keys and trusted certificates come from code and from files, or code's are not to count
     */
    public TlsConfig config() {
        return new TlsConfig(
                enabled,
                context,
                !insecure && !allowInvalidCertificates,
                !insecure && !allowInvalidHostnames,
                files(),
                revocation());
    }

    private Revocation revocation() {
        if (disableCertificateRevocationCheck) {
            return Revocation.NEVER;
        }
        return disableOcspEndpointCheck ? Revocation.BY_LISTS : Revocation.BY_THE_JVM;
    }

    private @Nullable TlsFiles files() {
        return caFile == null && certificateKeyFile == null
                ? null
                : new TlsFiles(
                        caFile,
                        certificateKeyFile,
                        certificateKeyFilePassword == null ? null : certificateKeyFilePassword.reveal());
    }
}
