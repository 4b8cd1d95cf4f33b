package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoServerSelectionTimeoutException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.container.FakeBootstrapContext;
import io.github.mooring.testkit.container.FakeBootstrapContext.RecordedTimer;
import io.github.mooring.testkit.container.FakeBootstrapContext.Timers;
import io.github.mooring.testkit.container.FakePool;
import io.github.mooring.testkit.container.FakeWorkManager;
import io.github.mooring.testkit.container.Personality;
import io.github.mooring.testkit.container.Serialization;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.ManagedConnection;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAResource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class MongoResourceAdapterTest {
    private static final Duration SOON = Duration.ofSeconds(40);
    /** Port 1 of loopback refuses; nobody listens there. */
    private static final String NOBODY = "mongodb://127.0.0.1:1/?connectTimeoutMS=1000&timeoutMS=1000";

    private final FakeWorkManager works = new FakeWorkManager();
    private final MongoResourceAdapter adapter = new MongoResourceAdapter();

    @AfterEach
    void end() {
        adapter.stop();
        works.close();
    }

    private FakeBootstrapContext container(Timers timers) {
        return new FakeBootstrapContext(works, timers, true);
    }

    @Test
    @DisplayName("L1 the adapter is a JavaBean: public, with a public constructor without arguments, serialisable")
    void adapterIsAJavaBean() throws Exception {
        Object made = MongoResourceAdapter.class.getConstructor().newInstance();

        assertThat(made).isInstanceOf(ResourceAdapter.class);
        adapter.setPingIntervalMS(700);
        assertThat(Serialization.copy(adapter)).isEqualTo(adapter);
    }

    @Test
    @DisplayName("L2 an adapter that has stopped cannot start again, nor can a running one")
    void adapterStartsOnce() throws Exception {
        adapter.start(container(Timers.GRANTED));
        assertThatThrownBy(() -> adapter.start(container(Timers.GRANTED)))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("is running");

        adapter.stop();

        FakeBootstrapContext again = container(Timers.GRANTED);
        assertThatThrownBy(() -> adapter.start(again))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("has stopped");
        assertThat(again.timers()).isEmpty();
    }

    @Test
    @DisplayName("L3 equality and hash do not change by starting, working and stopping")
    void equalityIsStable() throws Exception {
        MongoResourceAdapter other = new MongoResourceAdapter();
        int hash = adapter.hashCode();

        adapter.start(container(Timers.GRANTED));
        assertThat(adapter).isEqualTo(other);
        Containers.factoryOf(adapter, NOBODY).createManagedConnection(null, null);
        assertThat(adapter).isEqualTo(other);
        adapter.stop();

        assertThat(adapter).isEqualTo(other);
        assertThat(adapter.hashCode()).isEqualTo(hash);
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE", "UNSUPPORTED"})
    @DisplayName("L4 start returns at once, does not wait for works, and speaks to nobody")
    void startReturnsAtOnce(Timers timers) throws Exception {
        works.setMood(FakeWorkManager.Mood.HOLD);
        adapter.setConnectionURL(NOBODY);
        long begin = System.nanoTime();

        adapter.start(container(timers));

        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(9));
        assertThat(works.handedIn()).isEmpty();
    }

    @Test
    @DisplayName("L5 start and stop work without a context class loader, and the timer gets one that nobody undeploys")
    void timerGetsAClassLoaderThatStays() throws Exception {
        FakeBootstrapContext container = container(Timers.GRANTED);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(null);
        try {
            adapter.start(container);
            assertThat(thread.getContextClassLoader()).isNull();
            adapter.stop();
        } finally {
            thread.setContextClassLoader(before);
        }

        assertThat(container.timers())
                .singleElement()
                .returns(ClassLoader.getPlatformClassLoader(), RecordedTimer::loader)
                .returns(true, RecordedTimer::isCancelled);
    }

    @Test
    @DisplayName("L6 a container that cannot offer what is needed is told so, and nothing is left behind")
    void failedStartLeavesNothingBehind() {
        FakeBootstrapContext withoutWorks = new FakeBootstrapContext(null, Timers.GRANTED, true);
        assertThatThrownBy(() -> adapter.start(withoutWorks))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("no work manager");
        assertThat(withoutWorks.timers()).isEmpty();

        assertThatThrownBy(() -> adapter.start(container(Timers.BROKEN)))
                .isInstanceOf(ResourceAdapterInternalException.class)
                .hasMessageContaining("the container is broken");
        assertThat(works.handedIn()).isEmpty();
        assertThatCode(adapter::stop).doesNotThrowAnyException();
    }

    @Test
    @DisplayName("L7 stop before start, and stop after stop, do nothing")
    void stopIsAlwaysAllowed() throws Exception {
        adapter.stop();
        adapter.stop();

        MongoResourceAdapter started = new MongoResourceAdapter();
        started.start(container(Timers.GRANTED));
        started.stop();
        assertThatCode(started::stop).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource(names = {"GRANTED", "UNAVAILABLE"})
    @DisplayName("L7 W10 stop leaves no socket, no work and no timer")
    void stopLeavesNothing(Timers timers) throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            FakeBootstrapContext container = container(timers);
            adapter.setPingIntervalMS(500);
            adapter.start(container);
            MongoManagedConnectionFactory factory = Containers.factoryOf(adapter, server.uri());
            MongoSessionFactory sessions = (MongoSessionFactory)
                    factory.createConnectionFactory(new FakePool(factory, Personality.WILDFLY.traits(), 5));
            sessions.openSession().ping();
            assertThat(server.awaitCommand("hello", 2, SOON)).isTrue();
            assertThat(server.openConnections()).isPositive();

            adapter.stop();

            assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
            assertThat(container.timers()).allMatch(RecordedTimer::isCancelled);
            works.close();
            assertThat(works.active()).isZero();
        }
    }

    @Test
    @DisplayName("L7 stop does not wait for an operation that the server does not answer, and its socket ends with it")
    void stopDoesNotWaitForASilentServer() throws Exception {
        Duration silence = Duration.ofSeconds(8);
        try (EmbeddedServer server = EmbeddedServer.start()) {
            adapter.start(container(Timers.GRANTED));
            MongoManagedConnectionFactory factory = Containers.factoryOf(adapter, server.uri());
            FakePool pool = new FakePool(factory, Personality.WILDFLY.traits(), 5);
            MongoSession session = ((MongoSessionFactory) factory.createConnectionFactory(pool)).openSession();
            server.failCommand(FailCommand.on("ping").block(silence).build());
            Thread caller = new Thread(() -> {
                try {
                    session.ping();
                } catch (MongoException e) {
                    session.close(); // either way is right: the answer, or the news that it will not come
                }
            });
            caller.start();
            assertThat(server.awaitCommand("ping", 1, SOON)).isTrue();

            adapter.stop();

            assertThat(server.completedCount("ping")).as("answers so far").isZero();
            assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
            caller.join(SOON.toMillis());
            assertThat(caller.isAlive()).isFalse();
        }
    }

    @Test
    @DisplayName("L7 with an unreachable server the adapter starts, works as far as it can, and stops in time")
    void unreachableServerHindersNeitherStartNorStop() throws Exception {
        adapter.setPingIntervalMS(500);
        adapter.start(container(Timers.GRANTED));
        MongoManagedConnectionFactory factory = Containers.factoryOf(adapter, NOBODY);
        FakePool pool = new FakePool(factory, Personality.WILDFLY.traits(), 5);
        try (MongoSession session = ((MongoSessionFactory) factory.createConnectionFactory(pool)).openSession()) {
            assertThatThrownBy(session::ping)
                    .isInstanceOf(MongoServerSelectionTimeoutException.class)
                    .hasMessageContaining("127.0.0.1:1");
        }
        assertThat(pool.warnings()).isEmpty();

        long begin = System.nanoTime();
        adapter.stop();

        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(25));
    }

    @Test
    @DisplayName("L8 after stop whatever is left says that the adapter has stopped, and does not hang")
    void leftoversSayThatTheAdapterHasStopped() throws Exception {
        adapter.start(container(Timers.GRANTED));
        MongoManagedConnectionFactory factory = Containers.factoryOf(adapter, NOBODY);
        FakePool pool = new FakePool(factory, Personality.WILDFLY.traits(), 5);
        MongoSessionFactory sessions = (MongoSessionFactory) factory.createConnectionFactory(pool);
        MongoSession session = sessions.openSession();
        var collection = session.getDatabase().getCollection("notes");
        ManagedConnection connection = pool.connections().get(0);

        adapter.stop();

        for (ThrowingCallable call : new ThrowingCallable[] {
            session::ping,
            session::getDatabase,
            () -> collection.insertOne(new Document("a", 1)),
            sessions::openSession,
            sessions::statistics
        }) {
            assertThatThrownBy(call)
                    .isInstanceOf(MongoClosedException.class)
                    .hasMessageContaining("the resource adapter has stopped");
        }
        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class)
                .hasMessageContaining("has stopped");
        assertThatThrownBy(() -> connection.getConnection(null, null))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class)
                .hasMessageContaining("has stopped");
        session.close();
        connection.cleanup();
        connection.destroy();
    }

    @Test
    @DisplayName("L8 a factory that is used before its adapter starts, or without one, says so")
    void factoryWithoutARunningAdapterSaysSo() throws Exception {
        MongoManagedConnectionFactory alone = new MongoManagedConnectionFactory();
        assertThatThrownBy(() -> alone.createManagedConnection(null, null))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class)
                .hasMessageContaining("no resource adapter");

        assertThatThrownBy(() -> Containers.factoryOf(adapter, NOBODY).createManagedConnection(null, null))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class)
                .hasMessageContaining("not been started");
    }

    @Test
    @DisplayName("L9 a step of stop that throws keeps none of the others from being taken, and stop throws nothing")
    void failingStepOfStopKeepsNoOtherFromBeingTaken() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start()) {
            FakeBootstrapContext container = container(Timers.FRAGILE);
            adapter.start(container);
            MongoManagedConnectionFactory factory = Containers.factoryOf(adapter, server.uri());
            FakePool pool = new FakePool(factory, Personality.WILDFLY.traits(), 5);
            ((MongoSessionFactory) factory.createConnectionFactory(pool))
                    .openSession()
                    .ping();

            assertThatCode(adapter::stop).doesNotThrowAnyException();

            assertThat(container.timers()).allMatch(RecordedTimer::isCancelled);
            assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
        }
    }

    @Test
    @DisplayName("L9 a thread that is interrupted when it calls stop gets everything ended, and stays interrupted")
    void interruptedStopEndsEverything() throws Exception {
        FakeBootstrapContext container = container(Timers.GRANTED);
        adapter.start(container);
        Containers.factoryOf(adapter, NOBODY).createManagedConnection(null, null);
        DeploymentRegistry deployments = adapter.deployments();
        Thread.currentThread().interrupt();
        boolean still;
        try {
            adapter.stop();
        } finally {
            still = Thread.interrupted();
        }

        assertThat(still).isTrue();
        assertThat(deployments.isClosed()).isTrue();
        assertThat(container.timers()).allMatch(RecordedTimer::isCancelled);
    }

    @Test
    @DisplayName("L11 message endpoints are refused, and there is nothing to recover")
    void messageEndpointsAreRefused() {
        ActivationSpec spec = (ActivationSpec) Proxy.newProxyInstance(
                ActivationSpec.class.getClassLoader(), new Class<?>[] {ActivationSpec.class}, (self, method, args) -> {
                    throw new AssertionError("nothing is asked of it");
                });
        assertThatThrownBy(() -> adapter.endpointActivation(new NoEndpoints(), spec))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("message endpoints");
        assertThat(adapter.getXAResources(new ActivationSpec[] {spec})).isEmpty();
    }

    private static final class NoEndpoints implements MessageEndpointFactory {
        @Override
        public MessageEndpoint createEndpoint(XAResource xa) {
            throw new AssertionError("not asked for");
        }

        @Override
        public MessageEndpoint createEndpoint(XAResource xa, long timeout) {
            throw new AssertionError("not asked for");
        }

        @Override
        public boolean isDeliveryTransacted(Method method) {
            return false;
        }

        @Override
        public String getActivationName() {
            return "none";
        }

        @Override
        public Class<?> getEndpointClass() {
            return Object.class;
        }
    }
}
