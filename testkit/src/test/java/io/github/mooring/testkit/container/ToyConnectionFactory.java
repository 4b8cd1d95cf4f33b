package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;

/** What applications of the adapter of these tests look up. */
@FunctionalInterface
public interface ToyConnectionFactory {
    /** Another handle. */
    ToyConnection open() throws ResourceException;
}
