package io.github.mooring.deploy.tests;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.Document;

/**
 * Opens many sessions at once, uses all of them from many threads for a while, and closes them. The answer says how many
 * uses there were, and what the first one ran into that failed.
 */
@WebServlet("/many")
public class ManyHandlesServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int THREADS = 50;

    @Resource(name = Factories.MANY)
    private transient MongoSessionFactory sessions;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int handles = Integer.parseInt(request.getParameter("handles"));
        Duration time = Duration.ofMillis(Long.parseLong(request.getParameter("millis")));
        List<MongoSession> open = new ArrayList<>();
        try {
            while (open.size() < handles) {
                open.add(sessions.openSession());
            }
            response.getWriter().print(use(open, time));
        } finally {
            open.forEach(MongoSession::close);
        }
    }

    /** Each thread goes through sessions of its own, at least once, until the time is over. */
    private static String use(List<MongoSession> open, Duration time) {
        AtomicInteger uses = new AtomicInteger();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        long end = System.nanoTime() + time.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            threads.add(new Thread(() -> {
                try {
                    do {
                        for (int session = first; session < open.size(); session += THREADS) {
                            count(open.get(session));
                            uses.incrementAndGet();
                        }
                    } while (System.nanoTime() - end < 0);
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }));
        }
        threads.forEach(Thread::start);
        threads.forEach(ManyHandlesServlet::join);
        return failure.get() == null ? "used " + uses : "failed: " + failure;
    }

    private static void count(MongoSession session) {
        session.getDatabase()
                .getCollection("mooring_it_many")
                .find(new Document("_id", 0))
                .first();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
