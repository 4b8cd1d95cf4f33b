package io.github.mooring.client;

import io.github.mooring.api.event.TransactionEnded;
import io.github.mooring.notice.Flight;
import io.github.mooring.notice.TransactionNotice;
import java.util.Locale;

/** Tells of the ends of transactions; stateless. Whoever ends one calls it, once. */
final class TransactionNews {
    private TransactionNews() {}

    /** Whether anybody wants to hear, so that it is worth while to count and to measure. */
    static boolean isHeard() {
        return Flight.transaction() != null;
    }

    /** A transaction has ended; under no lock. */
    static void ended(TransactionEnded event) {
        TransactionNotice notice = Flight.transaction();
        if (notice != null) {
            notice.server = event.address() == null ? null : event.address().toString();
            notice.user = event.user();
            notice.outcome = event.outcome().name().toLowerCase(Locale.ROOT);
            notice.operations = event.operations();
            notice.lasted = event.duration().toMillis();
            notice.commit();
        }
    }
}
