package io.github.mooring.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class CancellationTest {
    private final Cancellation token = new Cancellation();
    private final List<String> ran = new ArrayList<>();

    @Test
    void aTokenIsNotCancelledUntilSomebodyDoesIt() {
        assertThat(token.isCancelled()).isFalse();

        token.cancel();

        assertThat(token.isCancelled()).isTrue();
        assertThat(token).hasToString("cancelled");
    }

    @Test
    void callbacksRunInOrderOnTheThreadThatCancels() {
        token.onCancel(() -> ran.add("first " + Thread.currentThread().getName()));
        token.onCancel(() -> ran.add("second"));

        token.cancel();

        assertThat(ran).containsExactly("first " + Thread.currentThread().getName(), "second");
    }

    @Test
    void aCallbackRunsOnceHoweverOftenTheTokenIsCancelled() {
        token.onCancel(() -> ran.add("once"));

        token.cancel();
        token.cancel();

        assertThat(ran).containsExactly("once");
    }

    @Test
    void whoComesAfterwardsRunsAtOnceAndEveryTime() {
        token.cancel();

        token.onCancel(() -> ran.add("late"));
        token.onCancel(() -> ran.add("later"));

        assertThat(ran).containsExactly("late", "later");
        assertThat(token.isCancelled()).isTrue();
    }

    @Test
    void aClosedRegistrationDoesNotRun() {
        Cancellation.Registration closed = token.onCancel(() -> ran.add("closed"));
        token.onCancel(() -> ran.add("open"));

        closed.close();
        closed.close();
        token.cancel();
        closed.close();

        assertThat(ran).containsExactly("open");
    }

    @Test
    void theSameCallbackMayBeRegisteredTwiceAndEndedOnce() {
        Runnable callback = () -> ran.add("callback");
        Cancellation.Registration first = token.onCancel(callback);
        token.onCancel(callback);

        first.close();
        token.cancel();

        assertThat(ran).containsExactly("callback");
    }

    @Test
    void aCallbackThatThrowsHarmsNobody() {
        token.onCancel(() -> {
            throw new IllegalStateException("on purpose");
        });
        token.onCancel(() -> {
            throw new StackOverflowError("on purpose");
        });
        token.onCancel(() -> ran.add("third"));

        token.cancel();
        token.onCancel(() -> {
            throw new IllegalStateException("on purpose");
        });

        assertThat(ran).containsExactly("third");
    }

    @Test
    void aCallbackMayUseTheTokenItself() {
        token.onCancel(() -> {
            token.cancel();
            token.onCancel(() -> ran.add("nested"));
            ran.add("outer");
        });

        token.cancel();

        assertThat(ran).containsExactly("nested", "outer");
    }

    @Test
    void noLockIsHeldWhileACallbackRuns() throws Exception {
        List<Caller<Cancellation.Registration>> others = new ArrayList<>();
        token.onCancel(() -> {
            Caller<Cancellation.Registration> other = Caller.start(() -> token.onCancel(() -> {}));
            others.add(other);
            try {
                other.result(); // would wait for ever if it needed a lock of this thread
                ran.add("other got through");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });

        token.cancel();

        assertThat(ran).containsExactly("other got through");
        assertThat(others).hasSize(1);
    }

    @Test
    void theTokenThatIsNeverCancelledKeepsNothing() {
        Cancellation none = Cancellation.none();

        none.onCancel(() -> ran.add("never")).close();

        assertThatThrownBy(none::cancel)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("new Cancellation()");
        assertThat(none.isCancelled()).isFalse();
        assertThat(none).hasToString("never cancelled").isSameAs(Cancellation.none());
        assertThat(ran).isEmpty();
    }

    @Test
    void aRegistrationThatRacesWithTheCancellationRunsExactlyOnce() throws Exception {
        for (int round = 0; round < 2000; round++) {
            Cancellation raced = new Cancellation();
            AtomicInteger runs = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(2);
            Caller<Void> canceller = Caller.start(() -> {
                start.await();
                raced.cancel();
                return null;
            });

            start.await();
            raced.onCancel(runs::incrementAndGet);
            canceller.result();

            assertThat(runs).as("round %d", round).hasValue(1);
        }
    }
}
