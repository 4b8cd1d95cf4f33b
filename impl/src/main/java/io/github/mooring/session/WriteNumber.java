package io.github.mooring.session;

import java.util.UUID;

/**
 * By what a server knows a write again that is sent to it a second time; immutable.
 *
 * @param session     the server session's {@code lsid}
 * @param transaction the {@code txnNumber}: larger than that of any write before it in that session
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/retryable-writes/retryable-writes.md#generating-transaction-ids">
 *     Retryable Writes: generating transaction IDs</a>
 */
public record WriteNumber(UUID session, long transaction) implements Numbering {}
