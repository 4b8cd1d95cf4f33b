package io.github.mooring.api;

import java.util.Objects;

/**
 * The write was applied, but not with the durability that the write concern asks for: not enough members have it, or
 * not in time. The write is not undone.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/read-write-concern/read-write-concern.md">
 *     Read and Write Concern: writeConcernError</a>
 */
public final class MongoWriteConcernException extends MongoServerException {
    private static final long serialVersionUID = 1L;

    private final String details;

    /**
     * A write whose durability is in doubt.
     *
     * @param message what was asked for and what the server says
     * @param context where, with which code and labels
     * @param details what else the server says of it, as relaxed extended JSON
     */
    public MongoWriteConcernException(String message, ErrorContext context, String details) {
        super(message, context, null);
        this.details = Objects.requireNonNull(details, "details");
    }

    /**
     * The reply's {@code writeConcernError}, with its {@code errInfo}, and {@code topologyVersion}, as far as they are there, in one
     * document as relaxed extended JSON; nothing of what was written or read. A string, so that the exception can leave the server's JVM.
     */
    public String details() {
        return details;
    }
}
