package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.testkit.server.EmbeddedServer;
import java.lang.ref.WeakReference;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jboss.jca.deployers.common.CommonDeployment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packed archive, deployed and undeployed again and again, each time by a class loader of its own. */
@Timeout(300)
class RedeploymentIT {
    private static final int ROUNDS = 10;
    /**
     * Not the adapter's doing, and no more of them with more rounds: a frame of the stack that has been left, and the
     * JDK's method handle for comparing components of records, which remembers for whom it was adapted last.
     */
    private static final int KEPT = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String JNDI = "java:/eis/MongoSessionFactory";
    private static final String ADDRESS = "mongodb.uri";

    @Test
    @DisplayName("L12 L7 W10 of ten deployments no class loader, no thread and no socket is left")
    void nothingIsLeft(@TempDir Path folder) throws Throwable {
        UnpackedArchive archive = UnpackedArchive.into(folder.resolve("mooring.rar"));
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        try (EmbeddedServer server = EmbeddedServer.start();
                Container container = Container.start()) {
            System.setProperty(ADDRESS, server.uri() + "app");
            Deployer deployer = new Deployer(container);
            for (int round = 0; round < ROUNDS; round++) {
                loaders.add(deployOnce(deployer, archive));
                assertThat(server.awaitOpenConnections(0, PATIENCE)).isTrue();
            }
            assertThat(server.commandCount("insert")).isEqualTo(ROUNDS);

            Await.until(PATIENCE, () -> {
                System.gc();
                return loaders.stream().filter(loader -> loader.get() != null).count() <= KEPT;
            });
        } finally {
            System.clearProperty(ADDRESS);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("mooring"));
    }

    private static WeakReference<ClassLoader> deployOnce(Deployer deployer, UnpackedArchive archive) throws Throwable {
        try (URLClassLoader loader = archive.loader()) {
            CommonDeployment deployment = deployer.deploy(archive.root(), loader, null);
            work(deployer.lookUp(JNDI));
            deployer.undeploy(deployment);
            return new WeakReference<>(loader);
        }
    }

    /** By reflection: the classes are not those of the test. */
    private static void work(Object factory) throws ReflectiveOperationException {
        ClassLoader loader = factory.getClass().getClassLoader();
        assertThat(loader).isInstanceOf(URLClassLoader.class);
        Class<?> factories = loader.loadClass("io.github.mooring.api.MongoSessionFactory");
        Class<?> sessions = loader.loadClass("io.github.mooring.api.MongoSession");
        Class<?> databases = loader.loadClass("io.github.mooring.api.MongoDatabase");
        Class<?> collections = loader.loadClass("io.github.mooring.api.MongoCollection");
        Object session = factories.getMethod("openSession").invoke(factory);
        Object database = sessions.getMethod("getDatabase").invoke(session);
        Object collection = databases.getMethod("getCollection", String.class).invoke(database, "rounds");
        Object document =
                loader.loadClass("org.bson.Document").getDeclaredConstructor().newInstance();
        collections
                .getMethod("insertOne", Object.class)
                .invoke(Objects.requireNonNull(collection), Objects.requireNonNull(document));
        sessions.getMethod("close").invoke(session);
    }
}
