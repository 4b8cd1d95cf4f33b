package io.github.mooring.deploy.tests;

import java.util.OptionalLong;
import java.util.ServiceLoader;

/**
 * What an administrator does to the container's pools, in the server's own words. The modules of the servers name their
 * class in {@code META-INF/services}; it is used where Arquillian runs.
 */
public interface ContainerPools {
    /** Those of the server of this run. */
    static ContainerPools ofThisRun() {
        return ServiceLoader.load(ContainerPools.class).findFirst().orElseThrow();
    }

    /** Throws away all managed connections of the pool of {@code eis/NAME}, in whatever way the server has. */
    void flush(String name);

    /** How many managed connections of that pool were destroyed so far; empty where the server does not say. */
    default OptionalLong destroyed(String name) {
        return OptionalLong.empty();
    }
}
