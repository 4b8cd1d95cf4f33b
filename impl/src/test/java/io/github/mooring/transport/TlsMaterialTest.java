package io.github.mooring.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.IssuedCertificate;
import io.github.mooring.testkit.tls.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the files may hold, in which form, and what is said where they hold something else. */
class TlsMaterialTest {
    private static final String PASSWORD = "Sentinel-0f-the-key";

    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test CA");
    private static final IssuedCertificate RSA =
            AUTHORITY.order("CN=rsa").key(KeyKind.RSA).issue();
    private static final IssuedCertificate EC = AUTHORITY.order("CN=ec").issue();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void certificateAndKeyOfEveryKindAreRead(KeyKind kind) throws Exception {
        IssuedCertificate issued = AUTHORITY.order("CN=ann").key(kind).issue();

        TlsMaterial material = read(issued.pem(), null);

        assertThat(material.key()).isEqualTo(issued.key());
        assertThat(material.own()).isEqualTo(issued.certificate());
        assertThat(material.trusted()).isEmpty();
        assertThat(material.keyManagers()).hasSize(1);
    }

    static Stream<Arguments> forms() {
        return Stream.of(RSA, EC)
                .flatMap(issued -> Stream.of(
                        Arguments.of("PKCS#8", issued, issued.keyPem()),
                        Arguments.of("PKCS#1 or SEC 1", issued, issued.traditionalKeyPem()),
                        Arguments.of("encrypted PKCS#8", issued, issued.encryptedKeyPem(PASSWORD))));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("forms")
    void keyIsReadInEveryForm(String form, IssuedCertificate issued, String keyPem) throws Exception {
        assertThat(read(issued.certificatePem() + keyPem, PASSWORD).key())
                .as(form)
                .isEqualTo(issued.key());
        assertThat(read(keyPem + issued.certificatePem(), PASSWORD).key())
                .as(form + " before the certificate")
                .isEqualTo(issued.key());
    }

    @Test
    void certificatesAboveTheOwnOneAreShownAsWell() throws Exception {
        IssuedCertificate issued =
                AUTHORITY.intermediate("Below").order("CN=ann").issue();

        assertThat(read(issued.pem(), null).chain()).isEqualTo(issued.chain()).hasSize(2);
    }

    @Test
    void severalAuthoritiesMayBeTrusted() throws Exception {
        CertificateAuthority other = CertificateAuthority.create("Other CA");
        Path path = write("ca.pem", AUTHORITY.pem() + other.pem());

        TlsMaterial material = TlsMaterial.read(TlsFiles.trusting(path.toString()));

        assertThat(material.trusted()).containsExactly(AUTHORITY.certificate(), other.certificate());
        assertThat(material.own()).isNull();
        assertThat(material.keyManagers()).isEmpty();
        assertThat(material.trustManager().getAcceptedIssuers())
                .containsExactlyInAnyOrder(AUTHORITY.certificate(), other.certificate());
    }

    @Test
    void withoutAnAuthoritysFileTheJvmsTrustStoreCounts() throws Exception {
        assertThat(read(EC.pem(), null).trustManager().getAcceptedIssuers()).doesNotContain(AUTHORITY.certificate());
    }

    static Stream<Arguments> flaws() {
        IssuedCertificate other = AUTHORITY.order("CN=other").issue();
        String chain = EC.certificatePem();
        String encrypted = EC.encryptedKeyPem(PASSWORD);
        String cut = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
        return Stream.of(
                flaw("no certificate", EC.keyPem(), null, "it holds no certificate, only PRIVATE KEY at line 1"),
                flaw("no key", chain, null, "it holds 0 private keys where one is needed: CERTIFICATE at line 1"),
                flaw("two keys", EC.pem() + other.keyPem(), null, "it holds 2 private keys where one is needed"),
                flaw(
                        "another's key",
                        chain + other.keyPem(),
                        null,
                        "this EC key does not fit the CERTIFICATE at line 1"),
                flaw("a key of another kind", chain + RSA.keyPem(), null, "this RSA key does not fit"),
                flaw("wrong order", other.certificatePem() + EC.pem(), null, "which has to stand first"),
                flaw("no password", chain + encrypted, null, "encrypted, and tlsCertificateKeyFilePassword is not set"),
                flaw("wrong password", chain + encrypted, PASSWORD + "!", "is tlsCertificateKeyFilePassword right?"),
                flaw("password beyond ASCII", chain + encrypted, "pässword", "printable ASCII characters only"),
                flaw(
                        "old encryption",
                        RSA.certificatePem() + RSA.legacyEncryptedKeyPem(PASSWORD),
                        PASSWORD,
                        "OpenSSL's old form (Proc-Type: 4,ENCRYPTED), which Java cannot read; convert the key with"),
                flaw(
                        "scrypt",
                        chain + EC.scryptKeyPem(PASSWORD),
                        PASSWORD,
                        "encrypted in a way that this JVM does not know"),
                flaw("a malformed key", chain + cut, null, "it is no private key of the kinds RSA, EC, EdDSA"),
                flaw("a malformed SEC 1 key", chain + relabelled(cut, "EC"), null, "it is no private key of the kinds"),
                flaw(
                        "a SEC 1 key for an RSA certificate",
                        RSA.certificatePem() + EC.traditionalKeyPem(),
                        null,
                        "this EC key does not fit the first certificate, which has a key of RSA"),
                flaw("a malformed RSA key", chain + relabelled(cut, "RSA"), null, "it is no private key of the kinds"),
                flaw("a malformed encrypted key", chain + relabelled(cut, "ENCRYPTED"), PASSWORD, "it is malformed"),
                flaw("another form", chain + relabelled(cut, "OPENSSH"), null, "keys of this form cannot be read"),
                flaw(
                        "a malformed certificate",
                        "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----\n" + EC.keyPem(),
                        null,
                        "CERTIFICATE at line 1: it is no X.509 certificate"));
    }

    private static Arguments flaw(String name, String pem, @Nullable String password, String expected) {
        return Arguments.of(name, pem, password, expected);
    }

    private static String relabelled(String pem, String kind) {
        return pem.replace(" PRIVATE KEY", " " + kind + " PRIVATE KEY");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flaws")
    void whatDoesNotFitIsRefusedWithFileAndBlockAndWithoutASecret(
            String name, String pem, @Nullable String password, String expected) throws Exception {
        var e = catchThrowableOfType(MongoConfigurationException.class, () -> read(pem, password));

        assertThat(e)
                .as(name)
                .hasMessageStartingWith("tlsCertificateKeyFile '" + folder.resolve("own.pem") + "': ")
                .hasMessageContaining(expected);
        assertHoldsNoSecret(e, pem);
    }

    @Test
    void fileOfTheAuthoritiesMustHoldACertificate() throws Exception {
        Path path = write("ca.pem", EC.keyPem());

        assertThatThrownBy(() -> TlsMaterial.read(TlsFiles.trusting(path.toString())))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessage("tlsCAFile '" + path
                        + "': it holds no certificate of an authority, only PRIVATE KEY at line 1");
    }

    @Test
    void nothingOfTheKeyOrThePasswordShowsInADump() throws Exception {
        String path = write("own.pem", EC.pem()).toString();
        TlsFiles files = new TlsFiles(null, path, PASSWORD);

        assertThat(files.toString()).contains("own.pem", "<hidden>").doesNotContain(PASSWORD);
        assertThat(TlsConfig.of(files, true, true).toString()).doesNotContain(PASSWORD);
        assertThat(TlsMaterial.read(files).toString()).isEqualTo("TlsMaterial[own=CN=ec, trusted=0]");
        assertThat(PemFile.read("x", path).toString()).doesNotContain(lineOf(EC.keyPem()));
    }

    @Test
    void contradictionsAreRefusedBeforeAnyFileIsRead() throws Exception {
        assertThatThrownBy(() -> new TlsFiles(null, null, null)).hasMessageContaining("neither tlsCAFile nor");
        assertThatThrownBy(() -> new TlsFiles("ca.pem", null, "secret"))
                .hasMessageContaining("tlsCertificateKeyFilePassword is given, but no tlsCertificateKeyFile")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> TlsFiles.trusting(" ")).hasMessageContaining("tlsCAFile is empty");
        TlsConfig withFiles = TlsConfig.of(TlsFiles.trusting("ca.pem"), true, true);
        assertThatThrownBy(() -> withFiles.withContext(AUTHORITY.trustingClient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an SSLContext is given, and so is tlsCAFile");
        TlsConfig trustingAll = TlsConfig.of(null, false, true);
        assertThatThrownBy(() -> trustingAll.withContext(AUTHORITY.trustingClient()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tlsAllowInvalidCertificates");
    }

    private static void assertHoldsNoSecret(Throwable e, String pem) {
        List<String> secrets = List.of(PASSWORD, lineOf(EC.keyPem()), lineOf(RSA.keyPem()), lineOf(pem));
        for (Throwable each = e; each != null; each = each.getCause()) {
            String text = each.toString();
            assertThat(secrets).noneMatch(text::contains);
        }
    }

    /** The first line of the first block. */
    private static String lineOf(String pem) {
        return pem.lines().skip(1).findFirst().orElseThrow();
    }

    private TlsMaterial read(String pem, @Nullable String password) throws IOException {
        return TlsMaterial.read(new TlsFiles(null, write("own.pem", pem).toString(), password));
    }

    private Path write(String name, String pem) throws IOException {
        return Files.writeString(folder.resolve(name), pem);
    }
}
