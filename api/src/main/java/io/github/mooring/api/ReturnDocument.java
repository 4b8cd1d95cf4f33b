package io.github.mooring.api;

/** Which state of a document an operation that changes it returns. */
public enum ReturnDocument {
    /** As it was before the change; the default. */
    BEFORE,
    /** As it has become. */
    AFTER
}
