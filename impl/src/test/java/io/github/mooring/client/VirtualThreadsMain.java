package io.github.mooring.client;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.net.FaultySocketFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * Many virtual threads share few sockets, in a JVM of its own that has them; see {@link VirtualThreadsTest}. Prints what came
 * of it as {@code key=value}, one each line.
 */
final class VirtualThreadsMain {
    /** So many operations come first: who waits for another thread that loads or initializes a class is pinned, once. */
    private static final int WARM_UP = 500;

    private static final int SHOWN_FRAMES = 25;
    private static final int SHOWN_EVENTS = 5;

    private VirtualThreadsMain() {}

    /** Takes the number of threads, the number of sockets and, optionally, that a thread shall pin on purpose. */
    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[0]);
        int sockets = Integer.parseInt(arguments[1]);
        boolean pinOnPurpose = arguments.length > 2;
        Path file = Files.createTempFile("mooring", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold().withStackTrace();
            load(threads, sockets, () -> {
                recording.start();
                if (pinOnPurpose) {
                    Object unused = virtualThreads().submit(Pin::new).get();
                }
            });
            recording.stop();
            recording.dump(file);
        }
        report(file);
        Files.delete(file);
    }

    private static void load(int threads, int sockets, Step afterWarmUp) throws Exception {
        FaultySocketFactory counted = new FaultySocketFactory();
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoSessionFactory factory = Mooring.dial(
                        ClientOptions.parse(server.uri() + "app?timeoutMS=60000&maxPoolSize=" + sockets), counted);
                MongoSession session = factory.openSession()) {
            EveryOperation.prepare(session);
            runEach(session, WARM_UP);
            afterWarmUp.run();
            count(runEach(session, threads));
            System.out.println("sockets=" + factory.statistics().socketsOpened());
            System.out.println("inUse=" + factory.statistics().socketsInUse());
        }
        System.out.println("leftOpen=" + counted.open());
    }

    /** One operation on each of so many virtual threads. */
    private static List<Future<Boolean>> runEach(MongoSession session, int threads) throws Exception {
        ExecutorService virtual = virtualThreads();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            calls.add(() -> {
                EveryOperation.run(session, number);
                return true;
            });
        }
        List<Future<Boolean>> results = virtual.invokeAll(calls, 200, TimeUnit.SECONDS);
        virtual.shutdown();
        return results;
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static void count(List<Future<Boolean>> results) throws Exception {
        int succeeded = 0;
        for (Future<Boolean> result : results) {
            try {
                succeeded += result.get() ? 1 : 0;
            } catch (CancellationException | ExecutionException e) {
                System.out.println("failure: " + e);
            }
        }
        System.out.println("succeeded=" + succeeded);
    }

    private static void report(Path file) throws Exception {
        int pinned = 0;
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().equals("jdk.VirtualThreadPinned")) {
                if (pinned++ < SHOWN_EVENTS) {
                    show(event);
                }
            }
        }
        System.out.println("pinned=" + pinned);
    }

    private static void show(RecordedEvent event) {
        System.out.println("pinned for " + event.getDuration());
        event.getFields().forEach(field -> {
            if (!field.getName().equals("stackTrace")) {
                System.out.println("    " + field.getName() + ": " + event.getValue(field.getName()));
            }
        });
        @Nullable RecordedStackTrace trace = event.getStackTrace();
        if (trace != null) {
            trace.getFrames().stream()
                    .limit(SHOWN_FRAMES)
                    .forEach(frame -> System.out.println("    at "
                            + frame.getMethod().getType().getName() + "."
                            + frame.getMethod().getName() + ":" + frame.getLineNumber()));
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** Its initializer parks, with the JVM's own frame below it: a virtual thread cannot leave its carrier there. */
    private static final class Pin {
        static {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
