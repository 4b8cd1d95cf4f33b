package io.github.mooring.unified;

/** An entity that has to be closed with its case. */
interface EntityPart extends AutoCloseable {
    /** Ends it; idempotent, and throws nothing that a case should know. */
    @Override
    void close();
}
