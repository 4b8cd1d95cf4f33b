package io.github.mooring.jca;

import io.github.mooring.testkit.container.FakeBootstrapContext;
import io.github.mooring.testkit.container.FakeBootstrapContext.Timers;
import io.github.mooring.testkit.container.FakeWorkManager;

/** Containers in the usual state of mind. */
final class Containers {
    private Containers() {}

    /** One with timers, and threads that end with the JVM. */
    static FakeBootstrapContext withTimers() {
        return new FakeBootstrapContext(new FakeWorkManager(), Timers.GRANTED, true);
    }

    /** A factory of a running adapter. */
    static MongoManagedConnectionFactory factoryOf(MongoResourceAdapter adapter, String url) throws Exception {
        MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();
        factory.setConnectionURL(url);
        factory.setResourceAdapter(adapter);
        return factory;
    }
}
