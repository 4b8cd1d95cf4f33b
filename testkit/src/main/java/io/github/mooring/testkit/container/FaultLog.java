package io.github.mooring.testkit.container;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a container would have logged as an adapter's fault; thread-safe. */
final class FaultLog {
    private final List<String> faults = new CopyOnWriteArrayList<>();

    void add(String fault) {
        faults.add(fault);
    }

    List<String> all() {
        return List.copyOf(faults);
    }
}
