package io.github.mooring.testkit.server;

import io.github.mooring.testkit.documentdb.DocumentDbEngine;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.MemoryEngine;

/** Which data engine servers and labs get that are given none. */
public final class EngineChoice {
    /** The system property that decides: {@code memory}, which is the default, or {@code documentdb}. */
    public static final String PROPERTY = "testkit.engine";

    private EngineChoice() {}

    /**
     * A new, empty engine of the kind that {@value #PROPERTY} names.
     *
     * @throws IllegalArgumentException if it names none
     * @throws IllegalStateException if the engine needs a server that does not answer
     */
    public static Engine newEngine() {
        String choice = System.getProperty(PROPERTY, "memory");
        return switch (choice) {
            case "memory" -> new MemoryEngine();
            case "documentdb" -> DocumentDbEngine.connect();
            default ->
                throw new IllegalArgumentException(
                        "-D" + PROPERTY + " must be memory or documentdb, not '" + choice + "'");
        };
    }
}
