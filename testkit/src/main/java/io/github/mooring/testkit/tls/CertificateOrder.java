package io.github.mooring.testkit.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** What a certificate is to say; a builder, not thread-safe. By default an EC key, valid from yesterday to tomorrow. */
public final class CertificateOrder {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private final @Nullable CertificateAuthority issuer;
    private final X500Principal subject;
    private final List<GeneralName> names = new ArrayList<>();
    private Instant notBefore = Instant.now().minus(DAY);
    private Instant notAfter = Instant.now().plus(DAY);
    private boolean authority;
    private KeyKind kind = KeyKind.EC;
    private @Nullable KeyPair keys;
    private @Nullable String ocsp;
    private @Nullable String list;

    CertificateOrder(@Nullable CertificateAuthority issuer, String subject) {
        this.issuer = issuer;
        this.subject = new X500Principal(subject);
    }

    /** Adds hosts that the certificate is made out for: DNS names, which may begin with {@code *.}, and addresses. */
    public CertificateOrder names(String... hosts) {
        Arrays.stream(hosts)
                .map(host -> new GeneralName(
                        ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host))
                .forEach(names::add);
        return this;
    }

    /** From when to when it is valid; whole seconds count. */
    public CertificateOrder valid(Instant from, Instant to) {
        notBefore = from;
        notAfter = to;
        return this;
    }

    /** Valid until yesterday. */
    public CertificateOrder expired() {
        return valid(Instant.now().minus(DAY.multipliedBy(30)), Instant.now().minus(DAY));
    }

    /** Valid from tomorrow on. */
    public CertificateOrder notYetValid() {
        return valid(Instant.now().plus(DAY), Instant.now().plus(DAY.multipliedBy(30)));
    }

    /** Says where to ask, by OCSP, if it was revoked. */
    public CertificateOrder ocspAt(String uri) {
        ocsp = uri;
        return this;
    }

    /** Says where the list of those lies that were revoked. */
    public CertificateOrder revokedAt(String uri) {
        list = uri;
        return this;
    }

    /** The kind of key, EC by default. */
    public CertificateOrder key(KeyKind wanted) {
        kind = wanted;
        return this;
    }

    /** The keys of a certificate that is renewed, in place of new ones. */
    public CertificateOrder keysOf(IssuedCertificate other) {
        keys = new KeyPair(other.certificate().getPublicKey(), other.key());
        return this;
    }

    CertificateOrder authority() {
        authority = true;
        notAfter = notBefore.plus(AUTHORITY_LIFE);
        return this;
    }

    /** Makes it. */
    public IssuedCertificate issue() {
        KeyPair own = keys == null ? CertificateAuthority.keys(kind) : keys;
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(sign(own));
        if (issuer != null) {
            chain.addAll(issuer.chain());
        }
        return new IssuedCertificate(own.getPrivate(), chain);
    }

    private X509Certificate sign(KeyPair own) {
        X500Principal issuerName =
                issuer == null ? subject : issuer.certificate().getSubjectX500Principal();
        PrivateKey signingKey = issuer == null ? own.getPrivate() : issuer.signingKey();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuerName,
                    BigInteger.valueOf(CertificateAuthority.nextSerial()),
                    Date.from(notBefore),
                    Date.from(notAfter),
                    subject,
                    own.getPublic());
            addExtensions(builder);
            var signer = new JcaContentSignerBuilder(KeyKind.signatureFor(signingKey.getAlgorithm())).build(signingKey);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (CertIOException | OperatorCreationException | CertificateException e) {
            throw new IllegalStateException("cannot make a certificate for " + subject, e);
        }
    }

    private void addExtensions(JcaX509v3CertificateBuilder builder) throws CertIOException {
        if (authority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        if (!names.isEmpty()) {
            GeneralNames all = new GeneralNames(names.toArray(GeneralName[]::new));
            builder.addExtension(Extension.subjectAlternativeName, false, all);
        }
        if (ocsp != null) {
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, uri(ocsp)));
        }
        if (list != null) {
            DistributionPoint point =
                    new DistributionPoint(new DistributionPointName(new GeneralNames(uri(list))), null, null);
            builder.addExtension(
                    Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {point}));
        }
    }

    private static GeneralName uri(String text) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, text);
    }
}
