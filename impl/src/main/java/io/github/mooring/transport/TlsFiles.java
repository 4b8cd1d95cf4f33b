package io.github.mooring.transport;

import org.jspecify.annotations.Nullable;

/**
 * The PEM files that keys and trusted certificates come from; immutable. They are read when a client is made, and again
 * when they have changed, so the password is kept for as long.
 *
 * @param caFile                     whose certificates are trusted, in place of the JVM's trust store; null for that
 *     (option tlsCAFile)
 * @param certificateKeyFile         the certificate to show to servers, those of the authorities above it, and its key, in
 *     one file; null for none (option tlsCertificateKeyFile)
 * @param certificateKeyFilePassword decrypts the key, if it is encrypted; null for none (option
 *     tlsCertificateKeyFilePassword)
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/uri-options/uri-options.md">URI options</a>
 */
public record TlsFiles(
        @Nullable String caFile,
        @Nullable String certificateKeyFile,
        @Nullable String certificateKeyFilePassword) {
    static final String CA_OPTION = "tlsCAFile";
    static final String KEY_OPTION = "tlsCertificateKeyFile";
    static final String PASSWORD_OPTION = "tlsCertificateKeyFilePassword";

    /**
     * Checks that the combination makes sense; looks at no file.
     *
     * @throws IllegalArgumentException if a path is empty, none is given, or there is a password for nothing
     */
    public TlsFiles {
        requireNotEmpty(CA_OPTION, caFile);
        requireNotEmpty(KEY_OPTION, certificateKeyFile);
        if (certificateKeyFilePassword != null && certificateKeyFile == null) {
            throw new IllegalArgumentException(PASSWORD_OPTION + " is given, but no " + KEY_OPTION);
        }
        if (caFile == null && certificateKeyFile == null) {
            throw new IllegalArgumentException("neither " + CA_OPTION + " nor " + KEY_OPTION + " is given");
        }
    }

    private static void requireNotEmpty(String option, @Nullable String path) {
        if (path != null && path.isBlank()) {
            throw new IllegalArgumentException(option + " is empty; it has to name a file");
        }
    }

    /** Trusts what this file holds, and shows no certificate. */
    public static TlsFiles trusting(String caFile) {
        return new TlsFiles(caFile, null, null);
    }

    /** The paths, never the password. */
    @Override
    public String toString() {
        return "TlsFiles[" + CA_OPTION + "=" + caFile + ", " + KEY_OPTION + "=" + certificateKeyFile + ", "
                + PASSWORD_OPTION + "=" + (certificateKeyFilePassword == null ? "null" : "<hidden>") + "]";
    }
}
