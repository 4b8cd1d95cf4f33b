package io.github.mooring.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Resources that are never fit: whoever asks for one comes to an end, with or without a deadline. */
class PoolUnfitTest extends PoolFixture {
    /** Far more than any of these should create. */
    private static final int WITHOUT_END = 1_000;

    private static final PoolConfig SHARING =
            CONFIG.withSharing(Sharing.WHEN_FULL).withMaxInFlight(3);

    private Runnable whenReady = () -> {};

    private void requireAnEnd() {
        if (factory.creations.get() > WITHOUT_END) {
            throw new AssertionError("it creates without end");
        }
    }

    private void renewWhileCreating(Pool<FakeResource> pool, Duration took) {
        factory.whileCreating = deadline -> {
            requireAnEnd();
            time.advance(took);
            pool.renew(pool.generation());
        };
    }

    @Test
    void whatIsAlwaysOutOfDateWhenItIsDoneEndsWithAClearError() {
        Pool<FakeResource> pool = pool(2);
        renewWhileCreating(pool, Duration.ZERO);

        assertThatThrownBy(() -> pool.checkOut(NEVER))
                .isInstanceOf(PoolUnfitException.class)
                .hasMessageContaining("pool db:27017: 10 resources")
                .hasMessageContaining("max=2");

        assertThat(factory.creations).hasValue(10);
        assertStats(pool, 0, 0, 0, 0);
        factory.whileCreating = deadline -> {};
        assertThat(pool.checkOut(NEVER).id()).isEqualTo(11);
    }

    @Test
    void theSameIfItIsToBeShared() {
        Pool<FakeResource> pool = pool(SHARING.withMaxSize(2));
        renewWhileCreating(pool, Duration.ZERO);

        assertThatThrownBy(() -> pool.checkOut(NEVER, Use.SHARED)).isInstanceOf(PoolUnfitException.class);

        assertThat(factory.creations).hasValue(10);
    }

    @Test
    void theDeadlineEndsItIfThatIsSooner() {
        Pool<FakeResource> pool = pool(2);
        renewWhileCreating(pool, Duration.ofMillis(10));

        assertThatThrownBy(() -> pool.checkOut(in(Duration.ofMillis(45)))).isInstanceOf(PoolTimeoutException.class);

        assertThat(factory.creations).hasValue(5);
    }

    @Test
    void whatOthersCreateUnusableEndsWithTheSameError() {
        Pool<FakeResource> pool = pool(CONFIG.withMaxSize(2).withMinSize(2));
        factory.whileJudging = resource -> resource.usable = false;
        factory.whileCreating = deadline -> requireAnEnd();
        pool.runOnce();
        factory.whileDestroying = resource -> pool.runOnce(); // maintenance is always faster

        assertThatThrownBy(() -> pool.checkOut(NEVER)).isInstanceOf(PoolUnfitException.class);

        factory.whileDestroying = resource -> {};
        assertThat(factory.destroyed).hasSize(12);
        assertThat(pool.stats().idle()).isEqualTo(1);
    }

    @Test
    void whatWasThereBeforeDoesNotCount() {
        Pool<FakeResource> pool = pool(CONFIG.withMaxSize(20).withMinSize(20));
        pool.runOnce();
        factory.whileJudging = resource -> resource.usable = false;

        assertThat(pool.checkOut(NEVER).id()).isEqualTo(21);

        assertThat(factory.destroyed).hasSize(20);
    }

    @Test
    void maintenanceLeavesWhatGoesAsFastAsItComesToTheNextRun() {
        listener = new PoolListener() {
            @Override
            public boolean hearsCheckOuts() {
                return false;
            }

            @Override
            public void ready(long id, Duration took) {
                requireAnEnd();
                whenReady.run();
            }
        };
        Pool<FakeResource> pool = pool(CONFIG.withMaxSize(5).withMinSize(3));
        whenReady = () -> pool.checkOut(NEVER).discard();

        pool.runOnce();

        assertThat(factory.creations).hasValue(3);
        assertStats(pool, 0, 0, 0, 0);
    }
}
