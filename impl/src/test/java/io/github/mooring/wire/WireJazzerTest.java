package io.github.mooring.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** The decoders of replies by a fuzzer that follows the branches it has reached; in the build, by the inputs that are kept. */
@Tag("fuzz")
class WireJazzerTest {
    @FuzzTest
    void reply(byte[] frame) {
        WireHarness.reply(frame);
    }

    @FuzzTest
    void document(byte[] bytes) {
        WireHarness.document(bytes);
    }
}
