package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.TransactionEnded;
import io.github.mooring.notice.Flight;
import io.github.mooring.notice.TransactionNotice;
import io.github.mooring.session.Transaction;
import java.util.Locale;

/** Tells of the ends of transactions; stateless. Whoever ends one calls it, as often as its end is heard of anew. */
final class TransactionNews {
    private TransactionNews() {}

    /**
     * This has become of a call's transaction; told once, and once more if that was unknown and is no longer. Under no lock.
     */
    static void ended(Transaction transaction, SessionCall call, TransactionEnded.Outcome outcome) {
        if (transaction.settle(outcome)) {
            TransactionNotice notice = Flight.transaction();
            if (notice != null) {
                tell(notice, transaction.ended(PoolListeners.user(call.identity()), outcome));
            }
        }
    }

    private static void tell(TransactionNotice notice, TransactionEnded event) {
        ServerAddress address = event.address();
        notice.server = address == null ? null : address.toString();
        notice.user = event.user();
        notice.outcome = event.outcome().name().toLowerCase(Locale.ROOT);
        notice.operations = event.operations();
        notice.attempts = event.attempts();
        notice.lasted = event.duration().toMillis();
        notice.commit();
    }
}
