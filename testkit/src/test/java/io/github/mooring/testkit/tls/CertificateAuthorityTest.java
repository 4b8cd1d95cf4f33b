package io.github.mooring.testkit.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the authority issues, looked at with the JDK's own means. */
class CertificateAuthorityTest {
    private final CertificateAuthority authority = CertificateAuthority.create("Test CA");

    @Test
    void certificateIsSignedByTheAuthorityAndNamesItsHosts() throws Exception {
        X509Certificate certificate = authority
                .order("CN=server")
                .names("localhost", "127.0.0.1")
                .issue()
                .certificate();

        certificate.verify(authority.certificate().getPublicKey());
        certificate.checkValidity();
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(2, "localhost"), List.of(7, "127.0.0.1"));
        assertThat(authority.certificate().getBasicConstraints()).isPositive();
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void expiredAndFutureCertificatesAreNotValidNow() {
        assertThatThrownBy(() -> authority
                        .order("CN=old")
                        .expired()
                        .issue()
                        .certificate()
                        .checkValidity())
                .isInstanceOf(CertificateExpiredException.class);
        assertThatThrownBy(() -> authority
                        .order("CN=new")
                        .notYetValid()
                        .issue()
                        .certificate()
                        .checkValidity())
                .isInstanceOf(CertificateNotYetValidException.class);
    }

    @Test
    void selfSignedCertificateVouchesForItself() throws Exception {
        X509Certificate certificate =
                CertificateAuthority.selfSigned("CN=alone", "localhost").certificate();

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
    }

    @Test
    void certificateOfAnIntermediateAuthorityBringsItAlong() throws Exception {
        IssuedCertificate issued =
                authority.intermediate("Below").order("CN=server").issue();

        Collection<? extends Certificate> read = CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(issued.certificatePem().getBytes(StandardCharsets.US_ASCII)));

        assertThat(read).hasSize(2).first().isEqualTo(issued.certificate());
        issued.chain().get(1).verify(authority.certificate().getPublicKey());
    }

    @Test
    void renewedCertificateMayKeepItsKey() {
        IssuedCertificate first = authority.server();
        IssuedCertificate second = authority.order("CN=server").keysOf(first).issue();

        assertThat(second.key()).isEqualTo(first.key());
        assertThat(second.certificate().getSerialNumber())
                .isNotEqualTo(first.certificate().getSerialNumber());
    }

    @ParameterizedTest
    @EnumSource
    void keyIsWrittenAsPkcs8(KeyKind kind) throws Exception {
        IssuedCertificate issued = authority.order("CN=server").key(kind).issue();

        assertThat(KeyFactory.getInstance(issued.key().getAlgorithm())
                        .generatePrivate(new PKCS8EncodedKeySpec(content(issued.keyPem()))))
                .isEqualTo(issued.key());
    }

    @Test
    void formsOfAKeyAreLabelledAsOtherProgramsLabelThem() {
        IssuedCertificate rsa = authority.order("CN=server").key(KeyKind.RSA).issue();
        IssuedCertificate ec = authority.server();

        assertThat(rsa.traditionalKeyPem()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(ec.traditionalKeyPem()).startsWith("-----BEGIN EC PRIVATE KEY-----");
        assertThat(ec.encryptedKeyPem("pw")).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(ec.scryptKeyPem("pw")).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(rsa.legacyEncryptedKeyPem("pw"))
                .startsWith("-----BEGIN RSA PRIVATE KEY-----")
                .contains("Proc-Type: 4,ENCRYPTED");
    }

    private static byte[] content(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
    }
}
