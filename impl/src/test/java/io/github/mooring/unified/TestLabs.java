package io.github.mooring.unified;

import java.util.HashMap;
import java.util.Map;

/** The labs that are running, each begun when a case first needs it. Used by one thread at a time. */
final class TestLabs implements AutoCloseable {
    private final Map<Place, TestLab> running = new HashMap<>();

    TestLab at(Place place) {
        return running.computeIfAbsent(place, TestLab::start);
    }

    @Override
    public void close() {
        running.values().forEach(TestLab::close);
    }
}
