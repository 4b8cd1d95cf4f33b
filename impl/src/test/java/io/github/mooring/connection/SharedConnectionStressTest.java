package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.time.Caller;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers by the dozen, with short deadlines, interrupts and large messages among them; seeds are printed. */
@Timeout(300)
class SharedConnectionStressTest {
    private static final int THREADS = 16;
    private static final int ROUNDS = 300;

    private final Seed seed = new Seed("SharedConnectionStressTest");
    private final Recycler recycler = new Recycler();

    @Test
    void nobodyEverGetsTheReplyOfAnother() throws Exception {
        for (int chunk : new int[] {97, 1000, Integer.MAX_VALUE}) {
            LoopTransport transport = new LoopTransport(LoopTransport::echoOf, chunk);
            WireConnection connection = connection(transport);
            AtomicInteger answered = new AtomicInteger();

            List<Caller<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = seed.random(i);
                callers.add(Caller.start(() -> work(connection, random, answered)));
            }
            for (Caller<Integer> caller : callers) {
                caller.result();
            }

            assertThat(connection.isUsable()).as("%s", seed).isTrue();
            assertThat(connection.isCaughtUp()).isTrue();
            assertThat(connection.inFlight()).isZero();
            assertThat(answered.get()).isPositive();
        }
    }

    @Test
    void deathAtAnyMomentReachesEveryCallerExactlyOnce() throws Exception {
        Random random = seed.random();
        for (int round = 0; round < 100; round++) {
            LoopTransport transport = new LoopTransport(LoopTransport::echoOf, random.nextInt(1, 200));
            WireConnection connection = connection(transport);
            List<Caller<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                callers.add(Caller.start(() -> workUntilItDies(connection)));
            }
            int requests = random.nextInt(1, 60);
            int kind = random.nextInt(4);

            transport.awaitRequests(requests);
            switch (kind) {
                case 0 -> transport.end();
                case 1 -> transport.close();
                case 2 -> connection.abort("a test");
                default -> transport.send(new byte[] {3, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
            }

            for (Caller<Integer> caller : callers) {
                caller.result();
            }
            assertThat(connection.isUsable()).as(seed + " round " + round).isFalse();
            assertThat(connection.inFlight()).isZero();
        }
    }

    private int work(WireConnection connection, Random random, AtomicInteger answered) {
        for (int i = 0; i < ROUNDS; i++) {
            int number = random.nextInt();
            String padding = "x".repeat(random.nextInt(20) == 0 ? random.nextInt(100_000) : random.nextInt(300));
            Deadline deadline = random.nextInt(10) == 0
                    ? Deadline.after(Clock.system(), Duration.ofNanos(random.nextInt(300_000)))
                    : Deadline.after(Clock.system(), Duration.ofMinutes(1));
            if (random.nextInt(50) == 0) {
                Thread.currentThread().interrupt();
            }
            BsonDocument said = new BsonDocument("n", new BsonInt32(number)).append("p", new BsonString(padding));
            try {
                if (random.nextInt(10) == 0) {
                    connection.send(new BsonCommand("test", new BsonDocument("say", said)), deadline);
                } else {
                    BsonDocument reply = connection.call(
                            new BsonCommand("test", new BsonDocument("say", said)),
                            deadline,
                            (body, server) -> body.toBsonDocument());
                    assertThat(reply.getDocument("said")).isEqualTo(said);
                    answered.incrementAndGet();
                }
            } catch (MongoOperationTimeoutException e) {
                assertThat(deadline.isExpired()).isTrue();
            } catch (MongoInterruptedException e) {
                assertThat(Thread.interrupted()).isTrue();
            }
            Thread.interrupted(); // the flag may have come through a call that had its reply already
        }
        return 0;
    }

    private static int workUntilItDies(WireConnection connection) {
        int calls = 0;
        while (true) {
            try {
                int number = calls++;
                int said = connection.call(
                        new BsonCommand("test", new BsonDocument("say", new BsonInt32(number))),
                        Deadline.never(),
                        (body, server) -> body.intValue("said", -1));
                assertThat(said).isEqualTo(number);
            } catch (MongoException e) {
                assertThat(e).isNotInstanceOf(MongoOperationTimeoutException.class);
                assertThat(connection.isUsable()).isFalse();
                return calls;
            }
        }
    }

    private WireConnection connection(LoopTransport transport) {
        return new WireConnection(
                new MessageChannel(transport, 7, recycler, Clock.system()),
                ConnectionDescription.beforeHello(ScriptedTransport.SERVER),
                7);
    }
}
