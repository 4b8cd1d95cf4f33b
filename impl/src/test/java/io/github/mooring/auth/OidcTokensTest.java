package io.github.mooring.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.auth.OidcToken;
import io.github.mooring.testkit.Gate;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class OidcTokensTest {
    private final ManualClock time = new ManualClock();
    private final OidcTokens tokens = new OidcTokens(time.clock());
    private final Credential ann = AuthFixture.external("MONGODB-OIDC", "ann", "");
    private final AtomicInteger asked = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void tokenIsKeptForItsUserUntilItIsInvalidated() {
        assertThat(tokens.known(ann)).isNull();

        assertThat(fetch(ann)).isEqualTo("token-1");

        assertThat(tokens.known(ann)).isEqualTo("token-1");
        assertThat(tokens.known(AuthFixture.external("MONGODB-OIDC", "bob", "")))
                .isNull();
        assertThat(fetch(ann)).as("somebody else was faster").isEqualTo("token-1");
        tokens.invalidate(ann, "token-0");
        assertThat(tokens.known(ann)).as("another token was refused").isEqualTo("token-1");
        tokens.invalidate(ann, "token-1");
        assertThat(tokens.known(ann)).isNull();
        assertThat(asked).hasValue(1);
    }

    @Test
    void tokenIsNotUsedPastItsTime() {
        tokens.fetch(ann, within(Deadline.never()), () -> OidcToken.of("short").expiresIn(Duration.ofSeconds(60)));
        time.advance(Duration.ofSeconds(59));
        assertThat(tokens.known(ann)).isEqualTo("short");

        time.advance(Duration.ofSeconds(1));

        assertThat(tokens.known(ann)).isNull();
    }

    @Test
    void nothingIsLeftOfAUserWhoIsForgotten() {
        fetch(ann);

        tokens.forget(ann);

        assertThat(tokens.known(ann)).isNull();
    }

    @Test
    void oneAsksForAllAndTheOthersWait() throws Exception {
        Gate provider = new Gate();
        Future<String> first = slowFetch(provider);
        Future<String> second = threads.submit(() -> fetch(ann));
        time.awaitWaiters(1);

        provider.open();

        assertThat(first.get(40, TimeUnit.SECONDS)).isEqualTo("token-1");
        assertThat(second.get(40, TimeUnit.SECONDS)).isEqualTo("token-1");
        assertThat(asked).hasValue(1);
    }

    @Test
    void sourceIsLeftInPeaceForATenthOfASecondEvenIfItFails() throws Exception {
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> tokens.fetch(ann, within(Deadline.never()), () -> {
                    throw new IOException("the provider is down");
                }))
                .withMessage("MONGODB-OIDC authentication of user 'ann' on database '$external' failed: no access"
                        + " token: the provider is down");
        Future<String> next = threads.submit(() -> fetch(ann));
        time.awaitWaiters(1);
        time.advance(Duration.ofMillis(99));
        assertThat(asked).hasValue(0);

        time.advance(Duration.ofMillis(1));

        assertThat(next.get(40, TimeUnit.SECONDS)).isEqualTo("token-1");
    }

    @Test
    void whoWaitsForAnothersTokenGivesUpAtItsDeadline() throws Exception {
        Gate provider = new Gate();
        Future<String> first = slowFetch(provider);
        Deadline soon = Deadline.after(time.clock(), Duration.ofSeconds(1));
        Future<?> second = threads.submit(() -> assertThatExceptionOfType(MongoOperationTimeoutException.class)
                .isThrownBy(() -> tokens.fetch(ann, within(soon), this::next))
                .withMessageContaining("an access token of user 'ann'"));
        time.awaitWaiters(1);

        time.advance(Duration.ofSeconds(1));
        second.get(40, TimeUnit.SECONDS);
        provider.open();

        assertThat(first.get(40, TimeUnit.SECONDS)).isEqualTo("token-1");
    }

    @Test
    void interruptEndsTheWaitAndStays() {
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(MongoInterruptedException.class).isThrownBy(() -> {
                failing();
                fetch(ann);
            });
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** Returns when the source is being asked; it answers when the gate opens. */
    private Future<String> slowFetch(Gate provider) throws InterruptedException {
        Future<String> fetching = threads.submit(() -> tokens.fetch(ann, within(Deadline.never()), () -> {
            pass(provider);
            return next();
        }));
        provider.awaitArrivals(1);
        return fetching;
    }

    private static void pass(Gate provider) throws IOException {
        try {
            assertThat(provider.pass(20_000, () -> false)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void failing() {
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> tokens.fetch(ann, within(Deadline.never()), () -> {
                    throw new IOException("x");
                }));
    }

    private String fetch(Credential user) {
        return tokens.fetch(user, within(Deadline.never()), this::next);
    }

    private OidcToken next() {
        return OidcToken.of("token-" + asked.incrementAndGet());
    }

    private static AuthTarget within(Deadline deadline) {
        return new AuthTarget(new ServerAddress("db.example", 27017), true, deadline);
    }
}
