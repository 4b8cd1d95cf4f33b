package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FieldNamesTest {
    private final FieldNames names = new FieldNames();

    private String get(String name) {
        byte[] bytes = ("##" + name + "#").getBytes(StandardCharsets.UTF_8);
        int hash = 0;
        for (int i = 2; i < bytes.length - 1; i++) {
            hash = FieldNames.hash(hash, bytes[i]);
        }
        return names.get(bytes, 2, bytes.length - 1, hash);
    }

    @Test
    void aNameThatWasMetBeforeIsTheSameString() {
        for (String name : List.of("", "a", "name", "grün", "日本", "x".repeat(FieldNames.MAX_BYTES))) {
            assertThat(get(name)).isEqualTo(name).isSameAs(get(name));
        }
    }

    @Test
    void aLongNameIsNotKept() {
        String name = "x".repeat(FieldNames.MAX_BYTES + 1);

        assertThat(get(name)).isEqualTo(name).isNotSameAs(get(name));
    }

    @Test
    void namesOfTheSameHashAreToldApart() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());

        for (int i = 0; i < 100; i++) {
            assertThat(get("Aa")).isEqualTo("Aa");
            assertThat(get("BB")).isEqualTo("BB");
        }
    }

    @Test
    @SuppressWarnings("ReferenceEquality") // whether it is the same string is the question
    void aNameGetsItsPlaceAgainAfterAFloodOfOthersAndMostNeverLoseIt() {
        List<String> usual = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            usual.add(get("usual" + i));
        }

        for (int i = 0; i < 2000; i++) {
            assertThat(get("random" + i)).isEqualTo("random" + i);
        }

        assertThat(usual).filteredOn(name -> get(name) == name).hasSizeGreaterThan(15);
        for (int i = 0; i < 2000; i++) {
            assertThat(get("usual" + i % 20)).isEqualTo("usual" + i % 20);
        }
        assertThat(get("usual3")).isSameAs(get("usual3"));
    }

    @Test
    void anyNumberOfThreadsMayAskAtOnce() throws Exception {
        long seed = RandomDocuments.printedSeed();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(seed + thread);
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 200_000; i++) {
                        String name = "n" + random.nextInt(3000);
                        if (!get(name).equals(name)) {
                            throw new AssertionError("asked for " + name + ", seed " + seed);
                        }
                    }
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
