package io.github.mooring.bench.client;

/** What is done again and again. */
public enum Operation {
    /** One document by its id, decoded into a {@code Document}. */
    FIND,
    /** One document by its id, left as the bytes it came in. */
    FIND_UNDECODED,
    /** One document of 8 fields with an id. */
    INSERT,
    /** The smallest command there is. */
    PING
}
