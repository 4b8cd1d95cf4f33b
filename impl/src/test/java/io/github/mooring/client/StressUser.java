package io.github.mooring.client;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoRequest;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.time.StressPlan;
import java.time.Duration;
import java.util.Random;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread of a stress run: opens a session with a time-out of its own, makes some calls, with or without a request, and
 * begins again. Everybody may interrupt it or close its session; whoever does is what it may blame.
 */
final class StressUser implements Runnable {
    private static final int MOST_CALLS = 4;

    private final MongoSessionFactory factory;
    private final StressPlan plan;
    private final Random random;
    private final StressOutcomes outcomes;
    private final Thread thread;
    /** What it uses; written by its own thread. */
    private volatile @Nullable MongoSession present;

    StressUser(MongoSessionFactory factory, StressPlan plan, int number, StressOutcomes outcomes) {
        this.factory = factory;
        this.plan = plan;
        this.random = plan.seed().random(number);
        this.outcomes = outcomes;
        this.thread = StressThread.of("stress-user-" + number, this, outcomes);
    }

    Thread thread() {
        return thread;
    }

    /** Ends whatever waits in its session, from another thread. */
    void closeSession() {
        MongoSession session = present;
        if (session != null) {
            session.close();
        }
    }

    @Override
    public void run() {
        while (plan.goesOn() && outcomes.failure() == null) {
            try (MongoSession session = factory.openSession()) {
                session.setTimeout(patience());
                present = session;
                use(session);
            }
            boolean unused = Thread.interrupted();
        }
    }

    private void use(MongoSession session) {
        if (random.nextInt(4) != 0) {
            callSome(session, number -> EveryOperation.run(session, number));
            return;
        }
        try (MongoRequest request = session.startRequest()) {
            callSome(session, number -> EveryOperation.run(request, number));
        } catch (MongoClosedException e) {
            checkClosed(session, e); // before it had begun
        }
    }

    private void callSome(MongoSession session, LongConsumer call) {
        for (int left = 1 + random.nextInt(MOST_CALLS); left > 0 && plan.goesOn(); left--) {
            int number = random.nextInt(Integer.MAX_VALUE);
            MongoException error = outcomes.count(() -> call.accept(number));
            if (error instanceof MongoClosedException) {
                checkClosed(session, error);
            }
            if (error instanceof MongoInterruptedException && !Thread.interrupted()) {
                throw new AssertionError("the flag of the interrupt is gone", error);
            }
        }
    }

    private static void checkClosed(MongoSession session, MongoException error) {
        if (!session.isClosed()) {
            throw new AssertionError("nobody has closed the session", error);
        }
    }

    /** Often too short, long enough for most, and, now and then, as long as it takes. */
    private Duration patience() {
        return switch (random.nextInt(8)) {
            case 0 -> Duration.ZERO;
            case 1, 2, 3 -> Duration.ofMillis(1L + random.nextInt(80));
            default -> Duration.ofSeconds(2);
        };
    }
}
