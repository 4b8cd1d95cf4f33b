package io.github.mooring.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServerSessionsTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    private final AtomicLong nanos = new AtomicLong();
    private final ServerSessions sessions = new ServerSessions(Clock.of(nanos::get, (lock, condition, wait) -> {
        throw new AssertionError("nobody waits for a session");
    }));

    private ServerSession used(ServerSession session) {
        session.used(nanos.get());
        return session;
    }

    @Test
    void theOneThatWasGivenBackLastIsHandedOutFirst() {
        ServerSession one = used(sessions.take(TIMEOUT));
        ServerSession two = used(sessions.take(TIMEOUT));
        sessions.giveBack(one, TIMEOUT);
        sessions.giveBack(two, TIMEOUT);

        assertThat(sessions.take(TIMEOUT)).isSameAs(two);
        assertThat(sessions.take(TIMEOUT)).isSameAs(one);
        assertThat(sessions.take(TIMEOUT).id()).isNotIn(one.id(), two.id());
    }

    @Test
    void oneThatTheServerMayForgetBeforeTheOperationEndsIsNotUsedAgain() {
        ServerSession old = used(sessions.take(TIMEOUT));
        sessions.giveBack(old, TIMEOUT);

        nanos.addAndGet(TIMEOUT.minusMinutes(1).toNanos());
        ServerSession again = sessions.take(TIMEOUT);
        assertThat(again).isSameAs(old);
        sessions.giveBack(again, TIMEOUT);

        nanos.addAndGet(1);
        assertThat(sessions.take(TIMEOUT)).isNotSameAs(old);
    }

    @Test
    void oneThatIsNotUsedIsForgottenAlthoughOthersAre() {
        ServerSession idle = used(sessions.take(TIMEOUT));
        ServerSession busy = used(sessions.take(TIMEOUT));
        sessions.giveBack(idle, TIMEOUT);
        for (int minutes = 0; minutes < 40; minutes += 20) {
            nanos.addAndGet(Duration.ofMinutes(20).toNanos());
            sessions.giveBack(used(busy), TIMEOUT);
            assertThat(sessions.take(TIMEOUT)).isSameAs(busy);
        }

        assertThat(sessions.take(TIMEOUT)).isNotSameAs(idle);
    }

    @Test
    void oneThatMayStillBeAtWorkIsNobodysAnyMore() {
        ServerSession lost = sessions.take(TIMEOUT);
        lost.markDirty();
        sessions.giveBack(lost, TIMEOUT);

        assertThat(sessions.take(TIMEOUT)).isNotSameAs(lost);
    }

    @Test
    void theNumbersOfItsWritesRise() {
        ServerSession session = sessions.take(TIMEOUT);

        assertThat(session.nextTransactionNumber()).isEqualTo(1);
        assertThat(session.nextTransactionNumber()).isEqualTo(2);
    }
}
