package io.github.mooring.topology;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** Answers to hello by a fuzzer that follows the branches it has reached; in the build, by the inputs that are kept. */
@Tag("fuzz")
class HelloJazzerTest {
    @FuzzTest
    void hello(byte[] reply) {
        var unused = HelloHarness.hello(reply);
    }
}
