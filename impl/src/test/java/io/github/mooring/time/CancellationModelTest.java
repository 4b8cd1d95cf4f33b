package io.github.mooring.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.model.Interleavings;
import io.github.mooring.model.Mutation;
import io.github.mooring.model.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every interleaving of those who cancel a token and those who register with it. */
class CancellationModelTest {
    @Test
    void aCallbackRunsOnceHoweverRegisteringAndCancellingMeet() {
        assertThat(Interleavings.of(RegisterAndCancel.class).preemptions(4).explore())
                .isGreaterThan(100);
    }

    @Test
    void aTokenThatDidNotLookAgainAfterRegisteringWouldLoseACallback() {
        assertThatThrownBy(() -> Interleavings.of(RegisterAndCancel.class)
                        .with(Mutation.withoutLook("Cancellation", "register", "cancelled"))
                        .explore())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ran 0 times");
    }

    @Test
    void aTokenThatRanWhatAnotherHadTakenOutWouldRunACallbackTwice() {
        assertThatThrownBy(() -> Interleavings.of(RegisterAndCancel.class)
                        .with(Mutation.withoutCall("Cancellation$Listeners", "drain", "clear"))
                        .explore())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ran 2 times");
    }

    @Test
    void aCallbackRunsAtMostOnceIfItsRegistrationIsClosedMeanwhile() {
        assertThat(Interleavings.of(CloseAndCancel.class).preemptions(4).explore())
                .isGreaterThan(10);
    }

    @Test
    void theFirstTwoRegistrationsDoNotLoseEachOther() {
        assertThat(Interleavings.of(TwoRegister.class).preemptions(3).explore()).isGreaterThan(100);
    }

    @Test
    void theSecondListWouldReplaceTheFirstIfItWereSetBlindly() {
        assertThatThrownBy(() -> Interleavings.of(TwoRegister.class)
                        .with(Mutation.withoutCall("Cancellation", "madeListeners", "compareAndExchange"))
                        .explore())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ran 0 times");
    }

    private static void requireOnce(int ran) {
        if (ran != 1) {
            throw new AssertionError("the callback ran " + ran + " times");
        }
    }

    static final class RegisterAndCancel implements Scenario {
        private final Cancellation token = new Cancellation();
        private int ran;

        @Override
        public List<Runnable> threads() {
            return List.of(() -> token.onCancel(() -> ran++), token::cancel, token::cancel);
        }

        @Override
        public void afterwards() {
            requireOnce(ran);
        }
    }

    static final class CloseAndCancel implements Scenario {
        private final Cancellation token = new Cancellation();
        private int ran;
        private final Cancellation.Registration registration = token.onCancel(() -> ran++);

        @Override
        public List<Runnable> threads() {
            return List.of(registration::close, token::cancel);
        }

        @Override
        public void afterwards() {
            token.cancel();
            if (ran > 1) {
                throw new AssertionError("the callback ran " + ran + " times");
            }
        }
    }

    static final class TwoRegister implements Scenario {
        private final Cancellation token = new Cancellation();
        private int first;
        private int second;

        @Override
        public List<Runnable> threads() {
            return List.of(() -> token.onCancel(() -> first++), () -> token.onCancel(() -> second++), token::cancel);
        }

        @Override
        public void afterwards() {
            requireOnce(first);
            requireOnce(second);
        }
    }
}
