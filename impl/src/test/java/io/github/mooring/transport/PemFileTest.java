package io.github.mooring.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemFileTest {
    private static final String SECRET = "c2VudGluZWw=";

    @TempDir
    Path folder;

    @Test
    void blocksAreReadInOrderAndWhatStandsBetweenThemIsComment() throws Exception {
        PemFile file = read("subject=CN=a\n-----BEGIN A-----\nAQID\nBA==\n-----END A-----\r\nfoo: bar\r\n"
                + "-----BEGIN B C-----\r\n\r\nBQ==\r\n-----END B C-----");

        assertThat(file.blocks()).extracting(PemBlock::label).containsExactly("A", "B C");
        assertThat(file.blocks()).extracting(PemBlock::line).containsExactly(2, 7);
        assertThat(file.blocks().get(0).content()).containsExactly(1, 2, 3, 4);
        assertThat(file.blocks().get(1).content()).containsExactly(5);
        assertThat(file.inventory()).isEqualTo("A at line 2, B C at line 7");
    }

    @Test
    void oldEncryptionIsSeenInTheHeaders() throws Exception {
        PemFile file = read("""
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-256-CBC,AB

                AQID
                -----END RSA PRIVATE KEY-----
                """);

        assertThat(file.blocks()).singleElement().matches(PemBlock::encrypted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-----BEGIN A-----;" + SECRET + "|line 1: the block A has no end; is the file cut off?",
                "-----BEGIN A-----;-----BEGIN B-----|line 2: a block begins inside the block A of line 1",
                "-----BEGIN A-----;" + SECRET
                        + ";-----END B-----|line 3: a block ends that was not begun; open is A of line 1",
                "-----END A-----|line 1: a block ends that was not begun",
                "x;-----BEGIN A-----;AQ;" + SECRET
                        + "!;-----END A-----|line 4: character 13 is not base64, in the block A of line 2",
                "-----BEGIN A-----;AQ=D;-----END A-----|line 1: the block A is not base64 throughout",
                SECRET + "|it holds no PEM block (-----BEGIN ...-----) in 12 bytes",
            })
    void whatIsNoPemIsRefusedWithTheLineAndWithoutTheContent(String text, String expected) throws Exception {
        Path path = write(text.replace(';', '\n').getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> PemFile.read("tlsCAFile", path.toString()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessage("tlsCAFile '" + path + "': " + expected)
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        assertThatThrownBy(() ->
                        PemFile.read("tlsCAFile", folder.resolve("none.pem").toString()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageMatching("tlsCAFile '.*none\\.pem': there is no such file");
    }

    @Test
    void folderIsNoFile() {
        assertThatThrownBy(() -> PemFile.read("tlsCAFile", folder.toString()))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("it cannot be read:");
    }

    @Test
    void pathThatIsNoneIsRefused() {
        assertThatThrownBy(() -> PemFile.read("tlsCAFile", "a\0b"))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("it cannot be read:");
    }

    @Test
    void binaryFileIsSuspectedToBeOfAnotherForm() throws Exception {
        Path path = write(new byte[] {0x30, (byte) 0x82, 1, 2});

        assertThatThrownBy(() -> PemFile.read("tlsCAFile", path.toString()))
                .hasMessageContaining("in 4 bytes; is it DER or PKCS#12?");
    }

    @Test
    void enormousFileIsNotReadToTheEnd() throws Exception {
        Path path = write(new byte[PemFile.MAX_BYTES + 1]);

        assertThatThrownBy(() -> PemFile.read("tlsCAFile", path.toString()))
                .hasMessageContaining("it is larger than 4194304 bytes");
    }

    private PemFile read(String text) throws IOException {
        return PemFile.read(
                "tlsCAFile", write(text.getBytes(StandardCharsets.US_ASCII)).toString());
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.pem"), bytes);
    }
}
