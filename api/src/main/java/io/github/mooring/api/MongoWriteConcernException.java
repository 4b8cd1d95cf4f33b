package io.github.mooring.api;

/**
 * The write was applied, but not with the durability that the write concern asks for: not enough members have it, or
 * not in time. The write is not undone.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/read-write-concern/read-write-concern.md">
 *     Read and Write Concern: writeConcernError</a>
 */
public final class MongoWriteConcernException extends MongoServerException {
    private static final long serialVersionUID = 1L;

    /**
     * A write whose durability is in doubt.
     *
     * @param message what was asked for and what the server says
     * @param context where, with which code and labels
     */
    public MongoWriteConcernException(String message, ErrorContext context) {
        super(message, context, null);
    }
}
