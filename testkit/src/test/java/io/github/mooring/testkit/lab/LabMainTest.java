package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person types, and what comes of it. */
@Timeout(300)
class LabMainTest {
    @Test
    void aPersonBreaksASetAndMendsIt() throws IOException {
        String said = type(
                List.of("--members", "3"),
                "status",
                "stepdown",
                "status",
                "kill 2",
                "start 2",
                "freeze 0",
                "status",
                "thaw 0",
                "delay 0 100",
                "cut 1 5000",
                "restore 0",
                "fail insert 91 times 2",
                "fail 1 find 50ms skip 3",
                "fail off",
                "elect 2",
                "status",
                "add",
                "rolling");

        assertThat(said)
                .startsWith("connection string: mongodb://127.0.0.1:")
                .contains("PRIMARY", "SECONDARY, frozen", "member 3 at 127.0.0.1:")
                .containsPattern("member 1 at 127.0.0.1:\\d+, PRIMARY")
                .containsPattern("member 2 at 127.0.0.1:\\d+, PRIMARY")
                .doesNotContain("failed:", "usage:")
                .endsWith("ended" + System.lineSeparator());
    }

    @Test
    void mistakesAreNamedAndTheLabGoesOn() throws IOException {
        String said = type(
                List.of("--members", "1", "--arbiter"),
                "frobnicate",
                "kill",
                "kill 7",
                "kill x",
                "delay 0 soon",
                "fail find close often 3",
                "status too much",
                "start 0",
                "elect 1",
                "status");

        assertThat(said)
                .contains(
                        "no such command: 'frobnicate'",
                        "something is missing; usage: kill N",
                        "there is no member 7",
                        "'x' is no number",
                        "'soon' is no number; usage: delay N MS",
                        "'often' is neither times nor skip",
                        "'too' is too much",
                        "runs already",
                        "cannot be elected",
                        "ARBITER");
    }

    @Test
    void routersCanStandBehindALoadBalancer() throws IOException {
        assertThat(type(List.of("--routers", "2", "--balanced"), "status", "stepdown"))
                .contains("loadBalanced=true", "ROUTER", "failed:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--members 0", "--members", "--members x", "--frob", "--balanced", "--name"})
    void badArgumentsAreExplained(String arguments) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        int code = LabMain.run(List.of(arguments.split(" ")), reader(), printer(said));

        assertThat(code).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("usage: LabMain");
    }

    private static String type(List<String> arguments, String... lines) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        assertThat(LabMain.run(arguments, reader(lines), printer(said))).isZero();
        return said.toString(StandardCharsets.UTF_8);
    }

    private static BufferedReader reader(String... lines) {
        return new BufferedReader(new StringReader(String.join("\n", lines)));
    }

    private static PrintStream printer(ByteArrayOutputStream said) {
        return new PrintStream(said, true, StandardCharsets.UTF_8);
    }
}
