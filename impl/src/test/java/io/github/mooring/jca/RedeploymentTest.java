package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Eventually;
import io.github.mooring.testkit.container.FakeBootstrapContext.RecordedTimer;
import io.github.mooring.testkit.container.FakeContainer;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.io.File;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An adapter that comes in a class loader of its own, as in a server, and goes with it. */
@Timeout(300)
class RedeploymentTest {
    private static final int ROUNDS = 5;
    private static final long POLL_MILLIS = 100;
    private static final Duration SOON = Duration.ofSeconds(40);

    /** As IronJacamar keeps those of an adapter for as long as another one of that class and those properties is deployed. */
    private final List<RecordedTimer> keptByTheContainer = new ArrayList<>();

    /** The server's own classes, and none of the adapter's. */
    private static final class ServerLoader extends ClassLoader {
        ServerLoader() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("jakarta.") || name.startsWith("io.github.mooring.testkit.")) {
                return RedeploymentTest.class.getClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }

    /** One deployment: starts, is used, is left with a session open, and stops. Loaded by the adapter's loader. */
    public static final class Deployment implements BiConsumer<FakeContainer, String> {
        /** Made by reflection. */
        public Deployment() {}

        @Override
        public void accept(FakeContainer container, String url) {
            try (container) {
                MongoResourceAdapter adapter = container.start(MongoResourceAdapter.class, Map.of());
                FakePool pool = container.pool(
                        MongoManagedConnectionFactory.class, Map.of("connectionURL", url, "maxPoolSize", 2), 5);
                MongoSessionFactory sessions = (MongoSessionFactory) container.connectionFactory(pool);
                try (MongoSession session = sessions.openSession()) {
                    session.getDatabase("test")
                            .getCollection("notes")
                            .insertOne(new Document("of", adapter.toString()));
                }
                sessions.openSession().ping();
            } catch (Exception e) {
                throw new LinkageError("the deployment failed", e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "L12 W9 deployed, used and undeployed again and again, the adapter leaves no thread, socket or class loader")
    void nothingIsLeft(Personality personality) throws Exception {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start()) {
            for (int round = 0; round < ROUNDS; round++) {
                loaders.add(deploy(personality, server, collected));
                assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
            }
        }

        int left = ROUNDS;
        long deadline = System.nanoTime() + SOON.toNanos();
        while (left > 1 && System.nanoTime() - deadline < 0) {
            System.gc();
            while (collected.remove(POLL_MILLIS) != null) {
                left--;
            }
        }
        // what was deployed last may be remembered by the JVM until something else is; what counts is that nothing adds
        // up
        assertThat(loaders.stream().filter(loader -> loader.get() != null))
                .as("class loaders that are still held")
                .hasSizeLessThan(2);
        assertThat(keptByTheContainer).allMatch(RecordedTimer::isCancelled);
        Eventually.isTrue(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .map(Thread::getName)
                        .noneMatch(name -> name.contains("mooring") || name.contains("container")));
    }

    /** A method of its own, so that nothing on the stack holds the loader. */
    private WeakReference<ClassLoader> deploy(
            Personality personality, EmbeddedServer server, ReferenceQueue<ClassLoader> collected) throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(new File(entry).toURI().toURL());
        }
        FakeContainer container = FakeContainer.like(personality);
        try (URLClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), new ServerLoader())) {
            @SuppressWarnings("unchecked") // the class of that name
            BiConsumer<FakeContainer, String> deployment =
                    (BiConsumer<FakeContainer, String>) loader.loadClass(Deployment.class.getName())
                            .getConstructor()
                            .newInstance();
            FutureTask<Boolean> use = new FutureTask<>(() -> deployment.accept(container, server.uri()), true);
            Thread user = new Thread(use, "user");
            user.setContextClassLoader(loader);
            user.start();
            assertThat(use.get(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            user.join();
            assertThat(container.faults()).isEmpty();
            keptByTheContainer.addAll(container.context().timers());
            return new WeakReference<>(loader, collected);
        }
    }
}
