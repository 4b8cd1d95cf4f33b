package io.github.mooring.operation;

import io.github.mooring.wire.WireLimits;

/**
 * What the server accepts, as it said in its answer to {@code hello}.
 *
 * @param maxBsonObjectSize   bytes of a document to be stored
 * @param maxMessageSizeBytes bytes of a message
 * @param maxWriteBatchSize   statements of one write command
 */
public record Limits(int maxBsonObjectSize, int maxMessageSizeBytes, int maxWriteBatchSize) {
    /** Bytes of a command or statement, which may be a little larger than the document in it. */
    int maxStatementBytes() {
        return (int) Math.min(Integer.MAX_VALUE, (long) maxBsonObjectSize + WireLimits.COMMAND_HEADROOM_BYTES);
    }
}
