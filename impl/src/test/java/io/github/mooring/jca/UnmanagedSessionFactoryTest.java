package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.client.Eventually;
import io.github.mooring.testkit.container.Serialization;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The adapter where there is no container. */
class UnmanagedSessionFactoryTest extends SessionFactoryFixture {
    @Test
    @DisplayName("N1 N2 N3 outside a container sessions work, and close of the factory ends sockets and threads")
    void factoryWorksOutsideAContainer() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        MongoManagedConnectionFactory alone = new MongoManagedConnectionFactory();
        alone.setConnectionURL(server.uri("scott", "tiger", "admin"));
        MongoSessionFactory sessions = (MongoSessionFactory) alone.createConnectionFactory();
        MongoSession leftOpen;
        try (sessions) {
            try (MongoSession session = sessions.openSession()) {
                insert(session, 1);
            }
            assertThat(sessions.statistics().sessionsOpen()).isZero();
            leftOpen = sessions.openSession("alice", "wonder".toCharArray());
            insert(leftOpen, 2);
            assertThat(sessions.statistics().sessionsOpen()).isEqualTo(1);
            assertThat(server.openConnections()).isPositive();
        }

        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
        Eventually.isTrue(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread))
                        .noneMatch(thread -> thread.getName().startsWith("mooring")));
        assertThatThrownBy(leftOpen::ping).isInstanceOf(MongoClosedException.class);
        assertThatThrownBy(sessions::openSession)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining("factory is closed");
        sessions.close();
    }

    @Test
    @DisplayName("N1 N4 a factory without a container serialises, and the copy works on its own")
    void ownFactorySerialises() throws Exception {
        MongoManagedConnectionFactory alone = new MongoManagedConnectionFactory();
        alone.setConnectionURL(server.uri("scott", "tiger", "admin"));
        MongoSessionFactory original = (MongoSessionFactory) alone.createConnectionFactory();
        original.openSession().ping();

        try (MongoSessionFactory copy = Serialization.copy(original)) {
            original.close();
            try (MongoSession session = copy.openSession()) {
                insert(session, 1);
            }
        }
        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
    }

    @Test
    @DisplayName("N5 outside a container nothing of works and timers is needed, not even their classes")
    void worksAreNotNeededOutsideAContainer() throws Exception {
        List<URL> path = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            path.add(new File(entry).toURI().toURL());
        }
        try (URLClassLoader withoutWorks = new WithoutWorks(path.toArray(URL[]::new))) {
            Class<?> alone = withoutWorks.loadClass(Alone.class.getName());
            Object said = alone.getMethod("use", String.class).invoke(null, server.uri("scott", "tiger", "admin"));

            assertThat(said).isEqualTo(true);
            assertThat(alone).as("loaded over there").isNotSameAs(Alone.class);
        }
    }

    /** Knows the library, and no class of the Connectors API that is about works. */
    private static final class WithoutWorks extends URLClassLoader {
        WithoutWorks(URL[] path) {
            super(path, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("jakarta.resource.spi.work.")) {
                throw new ClassNotFoundException("there are no works here: " + name);
            }
            return super.loadClass(name, resolve);
        }
    }

    /** An application without a container. */
    public static final class Alone {
        private Alone() {}

        /** Whether the server has answered. */
        public static boolean use(String url) {
            MongoManagedConnectionFactory alone = new MongoManagedConnectionFactory();
            alone.setConnectionURL(url);
            try (MongoSessionFactory sessions = (MongoSessionFactory) alone.createConnectionFactory();
                    MongoSession session = sessions.openSession()) {
                return session.ping().toNanos() > 0;
            }
        }
    }

    @Test
    @DisplayName("N2 a session outside a container is a handle whose connection is destroyed with it")
    void connectionIsDestroyedWithItsSession() {
        MongoManagedConnectionFactory alone = new MongoManagedConnectionFactory();
        alone.setConnectionURL(server.uri("scott", "tiger", "admin"));
        try (MongoSessionFactory sessions = (MongoSessionFactory) alone.createConnectionFactory()) {
            SessionHandle handle = (SessionHandle) sessions.openSession();
            assertThat(handle.origin().isUsable()).isTrue();

            handle.close();

            assertThat(handle.origin().isUsable()).isFalse();
        }
    }
}
