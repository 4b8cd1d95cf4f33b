package io.github.mooring.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.github.mooring.api.auth.OidcToken;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The token of one user, and whose turn it is to get the next. Thread-safe; nothing is asked for under the lock. */
final class TokenSlot {

    /** Source: Authentication specification, MONGODB-OIDC, Credential Caching. */
    static final Duration LEAST_INTERVAL = Duration.ofMillis(100);

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();

    @GuardedBy("lock")
    private @Nullable String token;

    @GuardedBy("lock")
    private Deadline expiry = Deadline.never();

    @GuardedBy("lock")
    private boolean claimed;

    /** Until when the source is to be left in peace; null before it was asked for the first time. */
    @GuardedBy("lock")
    private @Nullable Deadline peace;

    TokenSlot(Clock clock) {
        this.clock = clock;
    }

    @Nullable
    String known() {
        lock.lock();
        try {
            return valid();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for whoever is getting a token, and for the source's peace to end.
     *
     * @return the token; null if it is the caller's turn to get one, who must then call {@link #settle}
     * @throws TimeoutException if the deadline passed first; it is not the caller's turn then
     */
    @Nullable
    String claim(Deadline deadline) throws InterruptedException, TimeoutException {
        lock.lock();
        try {
            String known = valid();
            while (known == null && mustWait()) {
                await(deadline);
                known = valid();
            }
            claimed |= known == null;
            return known;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the caller's turn, with a token or without. */
    void settle(@Nullable OidcToken got) {
        lock.lock();
        try {
            claimed = false;
            peace = Deadline.after(clock, LEAST_INTERVAL);
            if (got != null) {
                token = got.accessToken();
                Duration lifetime = got.expiresIn();
                expiry = lifetime == null ? Deadline.never() : Deadline.after(clock, lifetime);
            }
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a token, unless another has taken its place. */
    void invalidate(String refused) {
        lock.lock();
        try {
            if (refused.equals(token)) {
                token = null;
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private @Nullable String valid() {
        return expiry.isExpired() ? null : token;
    }

    @GuardedBy("lock")
    private boolean mustWait() {
        return claimed || (peace != null && !peace.isExpired());
    }

    @GuardedBy("lock")
    private void await(Deadline deadline) throws InterruptedException, TimeoutException {
        long left = deadline.remainingNanos();
        if (left <= 0) {
            throw new TimeoutException();
        }
        long pause = claimed || peace == null ? left : Math.min(left, peace.remainingNanos());
        clock.awaitNanos(lock, settled, pause);
    }
}
