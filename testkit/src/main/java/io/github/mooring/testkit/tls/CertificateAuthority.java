package io.github.mooring.testkit.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues certificates for tests. Its keys live no longer than the object. Thread-safe.
 *
 * <pre>{@code
 * CertificateAuthority authority = CertificateAuthority.create("Test CA");
 * IssuedCertificate server = authority.order("CN=server").names("localhost", "127.0.0.1").issue();
 * IssuedCertificate client = authority.order("CN=ann,OU=users,O=shop").issue();
 * }</pre>
 */
public final class CertificateAuthority {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final IssuedCertificate own;
    private final boolean root;

    private CertificateAuthority(IssuedCertificate own, boolean root) {
        this.own = own;
        this.root = root;
    }

    /** A root authority with this common name, valid from yesterday on for ten years. */
    public static CertificateAuthority create(String commonName) {
        CertificateOrder order = new CertificateOrder(null, "CN=" + commonName).authority();
        return new CertificateAuthority(order.issue(), true);
    }

    /** An authority below this one; what it issues brings its certificate along. */
    public CertificateAuthority intermediate(String commonName) {
        return new CertificateAuthority(order("CN=" + commonName).authority().issue(), false);
    }

    /**
     * Begins the order of a certificate.
     *
     * @param subject a distinguished name, such as {@code CN=ann,OU=users,O=shop}
     */
    public CertificateOrder order(String subject) {
        return new CertificateOrder(this, subject);
    }

    /** A certificate for servers on the loopback interface, valid now: {@code localhost} and {@code 127.0.0.1}. */
    public IssuedCertificate server() {
        return order("CN=server").names("localhost", "127.0.0.1").issue();
    }

    /** A certificate that signs itself, for these names; nobody else vouches for it. */
    public static IssuedCertificate selfSigned(String subject, String... names) {
        return new CertificateOrder(null, subject).names(names).issue();
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return own.certificate();
    }

    /** The authority's own certificate as PEM, as {@code tlsCAFile} wants it. */
    public String pem() {
        return Pem.certificates(List.of(certificate()));
    }

    /** The list of what this authority has revoked, in DER, with these certificates on it; as a server of lists hands it out. */
    public byte[] listOfRevoked(IssuedCertificate... revoked) {
        Instant now = Instant.now();
        X509v2CRLBuilder builder = new X509v2CRLBuilder(
                new X500Name(own.certificate().getSubjectX500Principal().getName()), Date.from(now.minusSeconds(60)));
        builder.setNextUpdate(Date.from(now.plusSeconds(3_600)));
        for (IssuedCertificate certificate : revoked) {
            builder.addCRLEntry(
                    certificate.certificate().getSerialNumber(),
                    Date.from(now.minusSeconds(60)),
                    CRLReason.keyCompromise);
        }
        try {
            return builder.build(new JcaContentSignerBuilder(
                                    KeyKind.signatureFor(own.key().getAlgorithm()))
                            .build(own.key()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException("cannot make a list of revoked certificates", e);
        }
    }

    /** The context of a client that trusts this authority alone and shows no certificate. */
    public SSLContext trustingClient() {
        return Contexts.of(null, List.of(certificate()));
    }

    /** The context of a client that trusts this authority alone and shows this certificate. */
    public SSLContext trustingClient(IssuedCertificate shown) {
        return Contexts.of(shown, List.of(certificate()));
    }

    PrivateKey signingKey() {
        return own.key();
    }

    /** What goes behind a certificate of this authority: those between it and the root, without the root. */
    List<X509Certificate> chain() {
        return root ? List.of() : own.chain();
    }

    static long nextSerial() {
        return SERIAL.getAndIncrement();
    }

    static KeyPair keys(KeyKind kind) {
        try {
            return kind.generate();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a key of the kind " + kind, e);
        }
    }

    @Override
    public String toString() {
        return "certificate authority '" + certificate().getSubjectX500Principal() + "'";
    }
}
