package io.github.mooring.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.pool.Budget;
import io.github.mooring.pool.Evictable;
import io.github.mooring.pool.Lease;
import io.github.mooring.pool.PoolException;
import io.github.mooring.pool.ResourceFactory;
import io.github.mooring.specification.SpecificationCases;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Dialer;
import io.github.mooring.transport.SocketDialer;
import io.github.mooring.transport.TlsConfig;
import io.github.mooring.transport.WriteWatchdog;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/budget.md} shows, carried out; the snippets there are taken from here. */
@Timeout(300)
class BudgetGuideTest {
    private final Clock clock = Clock.system();
    private final Budget budget = Budget.of(2);

    /** A file that is open while it has a permit. */
    static final class LogFile implements ResourceFactory<RandomAccessFile> {
        private final File file;

        LogFile(File file) {
            this.file = file;
        }

        @Override
        public RandomAccessFile create(Deadline deadline) {
            try {
                return new RandomAccessFile(file, "rw");
            } catch (FileNotFoundException e) {
                throw new UncheckedIOException(e); // reaches the caller of checkOut as it is
            }
        }

        @Override
        public void destroy(RandomAccessFile open) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e); // counted in stats().destroyFailures()
            }
        }

        @Override
        public boolean isUsable(RandomAccessFile open) {
            return true;
        }
    }

    /** Something that is kept for later. */
    private static final class Entry {
        private volatile long idleSince;
        private volatile boolean ended;

        void end() {
            ended = true;
        }
    }

    /** Keeps idle things in its own way. */
    final class Cache implements Evictable {
        private final ConcurrentLinkedQueue<Entry> idle = new ConcurrentLinkedQueue<>();

        Entry take(Deadline deadline, Cancellation cancellation) {
            Entry entry = idle.poll();
            if (entry == null) {
                budget.acquire(deadline, cancellation);
                entry = new Entry();
            }
            return entry;
        }

        void giveBack(Entry entry) {
            entry.idleSince = clock.nanoTime();
            idle.add(entry);
            if (budget.isContended()) {
                evictOldest();
            }
        }

        @Override
        public long oldestIdleNanos() {
            Entry oldest = idle.peek();
            return oldest == null ? -1 : clock.nanoTime() - oldest.idleSince;
        }

        @Override
        public boolean evictOldest() {
            Entry oldest = idle.poll();
            if (oldest == null) {
                return false;
            }
            oldest.end();
            budget.release();
            return true;
        }
    }

    @Test
    void aBudgetIsTheProcesssOrOnesOwn() {
        Budget budget = Budget.ofProcess();
        assertThat(budget.stats().capacity()).isPositive();
        assertThat(budget.toString()).startsWith("the budget of ");

        Budget configured = Budget.of(500);
        Budget endless = Budget.unlimited(); // counts, and never runs out
        assertThat(configured.stats().capacity()).isEqualTo(500);
        assertThat(endless.stats().capacity()).isZero();

        Executor executor = Runnable::run;
        Budget patient = Budget.of(500, Clock.system(), executor);
        assertThat(patient.tryAcquire()).isTrue();
    }

    @Test
    void aFileIsUsedAndKeptOpen(@TempDir Path folder) throws IOException {
        File path = folder.resolve("log").toFile();
        BudgetedResource<RandomAccessFile> log =
                new BudgetedResource<>("log file", new LogFile(path), budget, Clock.system());
        Deadline deadline = Deadline.after(Clock.system(), Duration.ofSeconds(5));
        try (Lease<RandomAccessFile> lease = log.checkOut(deadline)) {
            lease.resource().writeInt(42);
        }

        assertThat(path).hasSize(4);
        assertThat(log.stats().idle()).isEqualTo(1);
        takeWithoutWaiting(log, deadline);
        log.close();
        assertThat(budget.stats().inUse()).isZero();
    }

    private static void takeWithoutWaiting(BudgetedResource<RandomAccessFile> log, Deadline deadline) {
        Cancellation doNotWait = new Cancellation();
        doNotWait.cancel();
        Lease<RandomAccessFile> lease = log.checkOut(deadline, doNotWait);
        assertThat(lease.release()).isTrue();
    }

    @Test
    void aConnectionIsUsedAndKeptOpen() throws Exception {
        try (EchoPeer peer = EchoPeer.start()) {
            byte[] request = "hello".getBytes(UTF_8);

            assertThat(ask(peer.address().port(), request, new byte[16])).isEqualTo(request);

            peer.awaitOpen(1, 1);
        }
    }

    private byte[] ask(int port, byte[] request, byte[] reply) {
        Dialer dialer = new SocketDialer(
                SocketFactory.getDefault(), TlsConfig.off(), Duration.ofSeconds(5), clock, new WriteWatchdog());
        Deadline deadline = Deadline.after(clock, Duration.ofSeconds(20));
        ConnResource metrics = new ConnResource(new ServerAddress("localhost", port), budget, Clock.system());
        Dialing plain = new Dialing(dialer, "plain");
        try (Conn conn = metrics.get(plain, deadline)) {
            conn.write(request, 0, request.length, deadline);
            int length = conn.read(reply, 0, reply.length, deadline);
            conn.put(); // keeps it open for the next; whatever goes wrong before closes it
            return Arrays.copyOf(reply, length);
        }
    }

    @Test
    void aCacheOfItsOwnKindMakesRoom() {
        Cache cache = new Cache();
        budget.register(cache);
        Deadline deadline = Deadline.after(clock, Duration.ofSeconds(20));
        Entry first = cache.take(deadline, Cancellation.none());
        Entry second = cache.take(deadline, Cancellation.none());
        cache.giveBack(first);
        assertThat(first.ended).isFalse();

        budget.acquire(deadline, Cancellation.none()); // somebody else

        assertThat(first.ended).isTrue();
        assertThat(second.ended).isFalse();
        assertThat(budget.stats().evicted()).isEqualTo(1);
    }

    /** Spaces and line ends do not count. */
    @Test
    void theSnippetsOfTheGuideStandHere() throws IOException {
        Path root = SpecificationCases.projectRoot();
        String guide = Files.readString(root.resolve("docs/budget.md"));
        String here = withoutSpaces(
                Files.readString(root.resolve("impl/src/test/java/io/github/mooring/resource/BudgetGuideTest.java")));
        List<String> snippets = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(snippets).hasSizeGreaterThan(5);
        assertThat(snippets).allSatisfy(snippet -> assertThat(here).contains(withoutSpaces(snippet)));
    }

    @Test
    void everyExceptionOfThePoolStandsInTheGuide() throws IOException {
        String guide = Files.readString(SpecificationCases.projectRoot().resolve("docs/budget.md"));

        assertThat(PoolException.class.getPermittedSubclasses())
                .extracting(Class::getSimpleName)
                .filteredOn(name -> !List.of(
                                "PoolLimitException", "PoolPausedException", "PoolQueueFullException") // of other pools
                        .contains(name))
                .hasSize(6)
                .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s", "");
    }
}
