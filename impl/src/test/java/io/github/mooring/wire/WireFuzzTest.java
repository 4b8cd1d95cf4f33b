package io.github.mooring.wire;

import io.github.mooring.time.Seed;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The decoders of replies against sound frames and documents that were changed at random. */
@Timeout(300)
class WireFuzzTest {
    private static final int MUTATIONS = 20_000;

    private final Random random = new Seed("WireFuzzTest").random();

    @Test
    void aFrameIsReadAsItStandsOrRefused() {
        fuzz(WireHarness.frames(), WireHarness::reply);
    }

    @Test
    void aDocumentIsReadAsItStandsOrRefused() {
        fuzz(WireHarness.documents(), WireHarness::document);
    }

    private void fuzz(List<byte[]> seeds, Consumer<byte[]> target) {
        Mutator mutator = new Mutator(random, seeds);
        seeds.forEach(target);
        for (int i = 0; i < MUTATIONS; i++) {
            target.accept(mutator.next());
        }
    }
}
