package io.github.mooring.testkit.container;

import jakarta.resource.ResourceException;

/** A handle of the adapter of these tests: counts up in a number that its managed connection has. */
public interface ToyConnection {
    /** Adds one; returns what it is then. */
    int increment() throws ResourceException;

    /** Makes the connection useless. */
    void breakDown() throws ResourceException;

    /** Ends the handle. */
    void end();
}
