package io.github.mooring.auth;

import io.github.mooring.time.Seed;
import io.github.mooring.wire.Mutator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The decoders of SCRAM and of SASL replies against sound messages that were changed at random. */
@Timeout(300)
class ScramFuzzTest {
    private static final int MUTATIONS = 20_000;

    private final ScramHarness harness = new ScramHarness();
    private final Random random = new Seed("ScramFuzzTest").random();

    @Test
    void firstMessageIsReadAsItStandsOrRefused() {
        fuzz(harness.firstMessages(), harness::serverFirst);
    }

    @Test
    void nothingButTheRightSignatureEndsAConversationWell() {
        fuzz(harness.lastMessages(), harness::serverFinal);
    }

    @Test
    void nothingButTheRightSignatureEndsAnExchangeWellInWhateverReply() {
        fuzz(harness.replies(), harness::saslReply);
    }

    private void fuzz(List<byte[]> seeds, Consumer<byte[]> target) {
        Mutator mutator = new Mutator(random, seeds);
        seeds.forEach(target);
        for (int i = 0; i < MUTATIONS; i++) {
            target.accept(mutator.next());
        }
    }
}
