package io.github.mooring.transport;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why a server's certificate was refused: which certificate, what about it, and what to look at. Stateless. */
final class CertificateProblem {
    private static final int MOST_NAMES = 5;

    private CertificateProblem() {}

    /**
     * Describes it.
     *
     * @param failure     what the handshake ended with
     * @param host        the host that was dialed
     * @param trustSource where trusted certificates come from
     * @return null if no certificate was refused
     */
    static @Nullable String describe(Throwable failure, String host, String trustSource) {
        CertificateException refusal = Causes.find(failure, CertificateException.class);
        if (refusal == null) {
            return null;
        }
        List<X509Certificate> chain = refusal instanceof RefusedCertificateException known ? known.chain() : List.of();
        String message = String.valueOf(refusal.getMessage());
        boolean path = Causes.has(failure, CertPathBuilderException.class)
                || Causes.has(failure, CertPathValidatorException.class);
        if (!path && message.startsWith("No ")) { // "No name matching h found", "No subject alternative ... present"
            return "host name mismatch: the certificate is not made out for '" + host + "' "
                    + (chain.isEmpty() ? "(" + message + ")" : "but for " + names(chain.get(0)));
        }
        String reason = chain.isEmpty() ? null : reason(chain, trustSource);
        return "the certificate is not trusted ("
                + (reason == null
                        ? message + "); is the authority that issued it in " + trustSource + ", and is it still valid?"
                        : reason + ")");
    }

    /** What is the matter with a chain, as far as it shows; null if it does not. */
    private static @Nullable String reason(List<X509Certificate> chain, String trustSource) {
        for (X509Certificate each : chain) {
            String time = outOfTime(each);
            if (time != null) {
                return time;
            }
        }
        X509Certificate last = chain.get(chain.size() - 1);
        if (isSelfSigned(last)) {
            return (chain.size() == 1 ? "it is self-signed, and not in " : "its root is not in ") + trustSource + ": "
                    + identity(last);
        }
        return "its issuer '" + last.getIssuerX500Principal().getName() + "' is not in " + trustSource + ", or has not"
                + " signed it: " + identity(chain.get(0));
    }

    /** That a certificate has expired, or is not valid yet; null if neither. */
    static @Nullable String outOfTime(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return null;
        } catch (CertificateExpiredException e) {
            return "expired: " + identity(certificate);
        } catch (CertificateNotYetValidException e) {
            return "not valid yet, or the clock of this machine is wrong: " + identity(certificate);
        }
    }

    /** Whose certificate it is, by whom, from when to when. */
    static String identity(X509Certificate certificate) {
        return "subject '" + certificate.getSubjectX500Principal().getName() + "', issuer '"
                + certificate.getIssuerX500Principal().getName() + "', valid from "
                + certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant();
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static String names(X509Certificate certificate) {
        String subject = "subject '" + certificate.getSubjectX500Principal().getName() + "'";
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? "no host by name, only " + subject
                    : names.stream()
                                    .limit(MOST_NAMES)
                                    .map(name -> String.valueOf(name.get(1)))
                                    .collect(Collectors.joining(", "))
                            + (names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "")
                            + " (" + subject + ")";
        } catch (CertificateParsingException e) {
            return subject;
        }
    }
}
