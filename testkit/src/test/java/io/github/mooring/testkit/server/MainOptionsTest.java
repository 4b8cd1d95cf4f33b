package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(300)
class MainOptionsTest {
    @Test
    void aUserFromTheCommandLineCanComeIn() {
        List<String> arguments = List.of("--auth", "--user", "ann:p:w:readWrite@shop");
        try (EmbeddedServer server = MainOptions.parse(arguments).start();
                MongoClient client = DriverSession.client(server.uri("ann", "p:w", "shop"))) {
            client.getDatabase("shop").getCollection("c").insertOne(new Document());

            assertThat(client.getDatabase("shop").getCollection("c").countDocuments())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nonsense             | unknown option '--nonsense'",
                "--port                 | --port needs a value",
                "--port x               | --port must be a number",
                "--port 65536           | --port must be a number",
                "--port -1              | --port must be a number",
                "--host 10.0.0.1        | --host must be a loopback address",
                "--host 0.0.0.0         | --host must be a loopback address",
                "--user ann             | --user must be",
                "--user ann:secret      | --user must be",
                "--user ann:secret:     | --user must be",
                "--user ann:secret:king | unknown role 'king'",
                "--user ann:secret:read@ | empty database",
            })
    void badArgumentsAreNamedWithoutTheirSecrets(String line, String text) throws Exception {
        List<String> arguments = List.of(line.split(" "));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int exit = EmbeddedServerMain.run(
                arguments,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));

        assertThat(exit).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains(text)
                .contains("usage:")
                .doesNotContain("secret");
        assertThatThrownBy(() -> MainOptions.parse(arguments)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTakenPortIsAnExitCodeOfItsOwn() throws Exception {
        try (EmbeddedServer taken = EmbeddedServer.start()) {
            ByteArrayOutputStream errors = new ByteArrayOutputStream();

            int exit = EmbeddedServerMain.run(
                    List.of("--port", String.valueOf(taken.port())),
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    new PrintStream(errors, true, StandardCharsets.UTF_8));

            assertThat(exit).isEqualTo(1);
            assertThat(errors.toString(StandardCharsets.UTF_8)).contains(String.valueOf(taken.port()));
        }
    }
}
