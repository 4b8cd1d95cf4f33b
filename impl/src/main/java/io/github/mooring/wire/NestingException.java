package io.github.mooring.wire;

/** A document nested deeper than allowed: well-formed as far as it was read, so the writing side tells it apart. */
final class NestingException extends WireException {

    private static final long serialVersionUID = 1L;

    NestingException(String field, int maxDepth) {
        super(field, "at most " + maxDepth + " levels", maxDepth + 1L);
    }
}
