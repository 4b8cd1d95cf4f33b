package io.github.mooring.client;

import io.github.mooring.topology.TopologyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Tells one hearer that there are other servers or pools than before, or that something else is known of them; thread-safe. It does
 * not say what: who hears it looks.
 */
final class ChangeBell {
    /** Replaced by whoever wants to hear; null for nobody. */
    private volatile @Nullable Runnable hearer;

    /** Has somebody hear it, instead of whoever did before. It has to return at once, throws nothing, and is called under no lock. */
    void heardBy(Runnable other) {
        hearer = other;
    }

    /** Something has changed. */
    void ring() {
        Runnable told = hearer;
        if (told != null) {
            told.run();
        }
    }

    /** The observer, and then whoever hears the bell. */
    Cluster.Observer after(Cluster.Observer observer) {
        return new Cluster.Observer() {
            @Override
            public void opened(TopologyDescription first) {
                observer.opened(first);
                ring();
            }

            @Override
            public void changed(TopologyDescription before, TopologyDescription after) {
                observer.changed(before, after);
                ring();
            }

            @Override
            public void closed(TopologyDescription last) {
                observer.closed(last);
            }
        };
    }
}
