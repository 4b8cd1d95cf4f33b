package io.github.mooring.deploy.tests;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Mooring;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Compares, within one server process, what a small find costs through the container with what it costs through the client alone, and
 * answers with a table. The ways take turns, so that whatever else the machine does meets all of them.
 */
@WebServlet("/overhead")
public class OverheadReport extends HttpServlet {
    private static final long serialVersionUID = 1L;
    /** Chosen: by then the JVM has compiled what matters. */
    private static final int WARM_UP_ROUNDS = 10;

    private static final int ROUNDS = 25;
    private static final int FINDS = 3000;
    private static final int[] THREADS = {1, 8};

    @EJB
    private transient Finder finder;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        finder.prepare();
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        try (MongoSessionFactory alone = Mooring.dial(request.getParameter("uri"));
                MongoSession held = alone.openSession()) {
            StringBuilder table = new StringBuilder("| threads | way | us per find | times the client alone"
                    + " | us of processor time | times the client alone |\n|---:|---|---:|---:|---:|---:|\n");
            for (int threads : THREADS) {
                table.append(rows(threads, ways(alone, held)));
            }
            response.getWriter().write(table.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Map<String, IntConsumer> ways(MongoSessionFactory alone, MongoSession held) {
        Map<String, IntConsumer> ways = new LinkedHashMap<>();
        ways.put("client alone: open a session, find, close", times -> Finder.findAgainAndAgain(alone, times));
        ways.put("client alone, one session", times -> repeat(times, () -> Finder.find(held)));
        ways.put("container: open a session, find, close", finder::findAgainAndAgain);
        ways.put("container, and a call of an EJB for each find", times -> repeat(times, finder::find));
        return ways;
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    private static String rows(int threads, Map<String, IntConsumer> ways) throws InterruptedException {
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            for (Map.Entry<String, IntConsumer> way : ways.entrySet()) {
                Cost cost = cost(threads, way.getValue());
                if (round >= WARM_UP_ROUNDS) {
                    costs.computeIfAbsent(way.getKey(), name -> new ArrayList<>())
                            .add(cost);
                }
            }
        }
        Cost reference = median(costs.values().iterator().next());
        StringBuilder rows = new StringBuilder();
        costs.forEach((way, all) -> rows.append(row(threads, way, median(all), reference)));
        return rows.toString();
    }

    private static String row(int threads, String way, Cost cost, Cost reference) {
        return String.format(
                Locale.ROOT,
                "| %d | %s | %.1f | %.2f | %.1f | %.2f |%n",
                threads,
                way,
                cost.time(),
                cost.time() / reference.time(),
                cost.processor(),
                cost.processor() / reference.processor());
    }

    private static Cost cost(int threads, IntConsumer way) throws InterruptedException {
        int each = FINDS / threads;
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong processor = new AtomicLong();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                    way.accept(each);
                    processor.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
                } catch (InterruptedException | RuntimeException e) {
                    failures.add(e);
                }
            });
            thread.start();
            all.add(thread);
        }
        long start = System.nanoTime();
        go.countDown();
        for (Thread thread : all) {
            thread.join();
        }
        long nanos = System.nanoTime() - start;
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a find has failed", failures.get(0));
        }
        return new Cost(nanos / 1e3 / each, processor.get() / 1e3 / each / threads);
    }

    private static Cost median(List<Cost> costs) {
        return new Cost(
                median(costs.stream().map(Cost::time)), median(costs.stream().map(Cost::processor)));
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /**
     * Of one find, in microseconds.
     *
     * @param time      for which its thread was busy with it or waited
     * @param processor that its thread used
     */
    private record Cost(double time, double processor) {}
}
