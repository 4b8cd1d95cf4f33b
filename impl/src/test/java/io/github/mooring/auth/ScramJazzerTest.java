package io.github.mooring.auth;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/**
 * The same by a fuzzer that follows the branches it has reached. In the build it goes through the inputs that are kept under
 * {@code src/test/resources}, finds among them; with {@code JAZZER_FUZZ=1} in the environment, and one method chosen, it
 * looks for more.
 */
@Tag("fuzz")
class ScramJazzerTest {
    private static final ScramHarness HARNESS = new ScramHarness();

    @FuzzTest
    void serverFirst(byte[] message) {
        HARNESS.serverFirst(message);
    }

    @FuzzTest
    void serverFinal(byte[] message) {
        HARNESS.serverFinal(message);
    }

    @FuzzTest
    void saslReply(byte[] reply) {
        HARNESS.saslReply(reply);
    }
}
