package io.github.mooring.deploy.tests;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.MongoSessionFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for numbers that something in the background changes; there is nothing in an application to be told by. */
final class Numbers {
    private static final long POLL_MILLIS = 50;

    private Numbers() {}

    /** The first numbers that satisfy the condition, or the last ones seen when the time is over. */
    static FactoryStatistics await(MongoSessionFactory factory, Predicate<FactoryStatistics> condition, Duration atMost)
            throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + atMost.toNanos();
        FactoryStatistics numbers = factory.statistics();
        while (!condition.test(numbers) && System.nanoTime() - end < 0) {
            never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
            numbers = factory.statistics();
        }
        return numbers;
    }
}
