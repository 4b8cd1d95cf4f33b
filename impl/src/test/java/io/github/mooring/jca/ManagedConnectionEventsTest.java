package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.testkit.container.RecordingListener;
import jakarta.resource.spi.ConnectionEvent;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a managed connection tells the container, and what listeners may do meanwhile. */
class ManagedConnectionEventsTest extends ManagedConnectionFixture {
    @Test
    @DisplayName("M12 E2 E8 a listener may remove itself, call back and throw; the others hear all the same")
    void listenersMayDoWhatTheyLike() throws Exception {
        MongoManagedConnection connection = (MongoManagedConnection) factory.createManagedConnection(null, null);
        StringWriter log = new StringWriter();
        connection.setLogWriter(new PrintWriter(log));
        RecordingListener[] removing = new RecordingListener[1];
        removing[0] = new RecordingListener(event -> connection.removeConnectionEventListener(removing[0]));
        RecordingListener throwing = new RecordingListener(event -> {
            throw new UnsupportedOperationException("a listener's own trouble");
        });
        RecordingListener reentrant = new RecordingListener(event -> {
            ((MongoSession) event.getConnectionHandle()).close();
            assertThatCode(connection::cleanup).doesNotThrowAnyException();
            connection.destroy();
        });
        connection.addConnectionEventListener(removing[0]);
        connection.addConnectionEventListener(throwing);
        connection.addConnectionEventListener(reentrant);
        connection.addConnectionEventListener(listener);

        SessionHandle handle = handle(connection);
        assertThatCode(handle::close).doesNotThrowAnyException();

        for (RecordingListener each : List.of(removing[0], throwing, reentrant, listener)) {
            assertThat(each.events()).hasSize(1);
        }
        assertThat(log.toString()).contains("a listener's own trouble");
        assertThat(connection.isUsable()).isFalse();
    }

    @Test
    @DisplayName("E1 H4 closing a handle is told once, with connection and handle, however often it is closed")
    void closingIsToldOnce() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle handle = handle(connection);

        handle.close();
        handle.close();

        assertThat(listener.events())
                .singleElement()
                .returns(ConnectionEvent.CONNECTION_CLOSED, ConnectionEvent::getId)
                .returns(connection, ConnectionEvent::getSource)
                .returns(handle, ConnectionEvent::getConnectionHandle);
        assertThatThrownBy(handle::ping)
                .isInstanceOf(MongoClosedException.class)
                .hasMessageContaining(Thread.currentThread().getName());
    }

    @Test
    @DisplayName("E1 of many threads that close one handle, one is heard")
    void racingClosesAreToldOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 100; round++) {
                SessionHandle handle = handle(connection());
                List<Callable<Boolean>> closers = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    closers.add(() -> {
                        handle.close();
                        return true;
                    });
                }
                for (Future<Boolean> closer : threads.invokeAll(closers, 60, TimeUnit.SECONDS)) {
                    assertThat(closer.get()).isTrue();
                }
                assertThat(listener.events()).hasSize(round + 1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("E3 a listener that acts later finds the handle detached and the connection as it was")
    void deferredListenerFindsTheHandleDetached() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle closed = handle(connection);
        closed.close();
        SessionHandle another = handle(connection);

        assertThat(listener.events()).hasSize(1);
        assertThat(another.ping()).isPositive();
        connection.cleanup();
        assertThat(another.isClosed()).isTrue();
    }

    @Test
    @DisplayName("E4 E5 a broken socket is no error of the connection: nobody is told, and the handle goes on")
    void brokenSocketIsNoErrorOfTheConnection() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle handle = handle(connection);
        handle.ping();
        assertThat(server.awaitOpenConnections(2, SOON))
                .as("with the monitor's")
                .isTrue();

        server.dropConnections();
        assertThat(server.awaitOpenConnections(0, SOON)).isTrue();
        try {
            handle.ping();
        } catch (io.github.mooring.api.MongoSocketException e) {
            assertThat(e.server()).isPresent(); // the one command that met the broken socket
        }

        assertThat(handle.ping()).isPositive();
        assertThat(listener.events()).isEmpty();
        assertThat(factory.getInvalidConnections(java.util.Set.of(connection))).isEmpty();
    }

    @Test
    @DisplayName("E4 E1 of threads that close the last handles of a lost connection, one is heard of the loss")
    void lossIsToldOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                MongoManagedConnection connection =
                        (MongoManagedConnection) factory.createManagedConnection(null, null);
                RecordingListener heard = new RecordingListener();
                connection.addConnectionEventListener(heard);
                List<Callable<Boolean>> closers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    SessionHandle handle = handle(connection);
                    handle.doNotReuse();
                    closers.add(() -> {
                        handle.close();
                        return true;
                    });
                }
                for (Future<Boolean> closer : threads.invokeAll(closers, 60, TimeUnit.SECONDS)) {
                    assertThat(closer.get()).isTrue();
                }
                assertThat(heard.events()).hasSize(4);
                assertThat(heard.events().stream()
                                .filter(event -> event.getId() == ConnectionEvent.CONNECTION_ERROR_OCCURRED))
                        .hasSize(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("E9 events are sent without a lock that other handles need")
    void eventsAreSentWithoutALock() throws Exception {
        ExecutorService another = Executors.newSingleThreadExecutor();
        try {
            MongoManagedConnection connection = (MongoManagedConnection) factory.createManagedConnection(null, null);
            SessionHandle bystander = handle(connection);
            List<Duration> pings = new ArrayList<>();
            connection.addConnectionEventListener(new RecordingListener(event -> {
                try {
                    pings.add(another.submit(bystander::ping).get(40, TimeUnit.SECONDS));
                    another.submit(() -> handle(connection)).get(40, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }));

            handle(connection).close();

            assertThat(pings).hasSize(1);
        } finally {
            another.shutdownNow();
        }
    }
}
