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
import jdk.jfr.consumer.RecordingFile;

/**
 * Many virtual threads share few sockets, in a JVM of its own that has them; see {@link VirtualThreadsTest}. Prints what came
 * of it as {@code key=value}, one each line.
 */
final class VirtualThreadsMain {
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
            recording.enable(Pinning.EVENT).withoutThreshold().withStackTrace();
            recording.start();
            if (pinOnPurpose) {
                pinOnPurpose();
            }
            load(threads, sockets);
            recording.stop();
            recording.dump(file);
        }
        report(file);
        Files.delete(file);
    }

    private static void load(int threads, int sockets) throws Exception {
        FaultySocketFactory counted = new FaultySocketFactory();
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoSessionFactory factory = Mooring.dial(
                        ClientOptions.parse(server.uri() + "app?timeoutMS=60000&maxPoolSize=" + sockets), counted);
                MongoSession session = factory.openSession()) {
            EveryOperation.prepare(session);
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
        List<Pinning> all = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(Pinning.EVENT))
                .map(Pinning::of)
                .toList();
        List<Pinning> pinned =
                all.stream().filter(event -> !event.isByClassLoading()).toList();
        pinned.stream().limit(SHOWN_EVENTS).forEach(event -> System.out.println(event.describe(SHOWN_FRAMES)));
        System.out.println("pinned=" + pinned.size());
        System.out.println("pinnedByClassLoading=" + (all.size() - pinned.size()));
    }

    /** One pins because its code waits where it cannot leave, the other waits for the class that the first initializes. */
    private static void pinOnPurpose() throws Exception {
        ExecutorService virtual = virtualThreads();
        List<Future<Object>> pins = virtual.invokeAll(List.of(Pin::new, Pin::new));
        for (Future<Object> pin : pins) {
            Object unused = pin.get();
        }
        virtual.shutdown();
    }

    /** Its initializer parks, with the JVM's own frame below it: a virtual thread cannot leave its carrier there. */
    private static final class Pin {
        static {
            LockSupport.parkNanos(100_000_000);
        }
    }
}
