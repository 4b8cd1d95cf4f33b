package io.github.mooring.unified;

/**
 * A case needs something that client, lab or runner do not have; no operation may swallow it. What is missing is said in the words
 * of the table of skips, such as {@code operation bulkWrite}.
 */
final class LackingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LackingException(String what) {
        super(what);
    }

    /** What is missing. */
    String what() {
        return String.valueOf(getMessage());
    }
}
