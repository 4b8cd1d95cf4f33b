package io.github.mooring.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.client.Eventually;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.io.File;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A library that was shown can be unloaded once it has ended, as an application server does when it deploys it again. */
@Timeout(300)
class RedeployTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Test
    void theClassLoaderOfALibraryThatWasShownCanBeCollected() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            String address = server.address().toString();
            WeakReference<ClassLoader> loader = useAnotherLibrary(address);

            Last.link(loader);
            assertThat(Beans.naming(address)).isEmpty();
            Eventually.isTrue("the class loader is collected", PATIENCE, () -> isCollected(loader));
        }
    }

    private static boolean isCollected(WeakReference<ClassLoader> loader) {
        System.gc();
        return loader.get() == null;
    }

    /**
     * What the methods of records do with their components is linked when they are first called, and java.lang.runtime.ObjectMethods of
     * JDK 17 keeps the type that it was last linked for: that of this record, once these have been called.
     */
    private record Last(WeakReference<ClassLoader> part) {
        static void link(WeakReference<ClassLoader> part) {
            Last last = new Last(part);
            assertThat(last).isEqualTo(new Last(part)).hasSameHashCodeAs(new Last(part));
            assertThat(last.toString()).contains("part");
        }
    }

    /** In a method of its own, so that nothing on the stack holds what it has used. */
    private static WeakReference<ClassLoader> useAnotherLibrary(String address) throws Exception {
        URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Class<?> mooring = loader.loadClass("io.github.mooring.client.Mooring");
        Class<?> factoryType = loader.loadClass("io.github.mooring.api.MongoSessionFactory");
        Class<?> sessionType = loader.loadClass("io.github.mooring.api.MongoSession");
        String uri = "mongodb://" + address + "/?jmx=true";
        try (AutoCloseable factory =
                        (AutoCloseable) mooring.getMethod("dial", String.class).invoke(null, uri);
                AutoCloseable session =
                        (AutoCloseable) factoryType.getMethod("openSession").invoke(factory)) {
            assertThat(sessionType.getMethod("ping").invoke(session)).isNotNull();
            assertThat(mooring.getClassLoader()).isSameAs(loader);
            Eventually.isTrue(
                    "a pool is shown",
                    PATIENCE,
                    () -> !Beans.naming("Pool", address).isEmpty());
        }
        loader.close();
        return new WeakReference<>(loader);
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .map(RedeployTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
