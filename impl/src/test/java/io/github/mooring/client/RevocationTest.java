package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whether it is asked if a certificate was revoked: in JVMs that are set to ask, and that are not. */
@Timeout(300)
class RevocationTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aJvmThatAsksCanBeToldNotToAndNotToAskOverTheNetwork() throws Exception {
        List<String> lines = run("-Dcom.sun.net.ssl.checkRevocation=true", "-Dcom.sun.security.enableCRLDP=true");

        assertThat(lines)
                .anyMatch(line -> line.startsWith("asked usual: refused") && line.endsWith(", OCSP was asked"))
                .contains("asked never: connected", "asked lists: connected")
                .contains("revoked usual: revoked", "revoked never: connected", "revoked lists: revoked");
    }

    @Test
    void aJvmThatDoesNotAskIsNotMadeTo() throws Exception {
        assertThat(run())
                .contains("asked usual: connected", "asked never: connected", "asked lists: connected")
                .contains("revoked usual: connected", "revoked never: connected", "revoked lists: connected");
    }

    private List<String> run(String... properties) throws Exception {
        Path output = folder.resolve("output");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        command.addAll(List.of(properties));
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), RevocationMain.class.getName(), folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(240, TimeUnit.SECONDS)).isTrue();
            return Files.readAllLines(output);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anApplicationsContextDecidesItself() throws NoSuchAlgorithmException {
        SSLContext context = SSLContext.getDefault();
        for (String option : List.of("tlsDisableCertificateRevocationCheck", "tlsDisableOCSPEndpointCheck")) {
            ClientOptions options = ClientOptions.parse("mongodb://h/?tls=true&" + option + "=true")
                    .withSslContext(context);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> options.tls().config())
                    .withMessageContaining("an SSLContext is given")
                    .withMessageContaining(option);
        }
    }
}
