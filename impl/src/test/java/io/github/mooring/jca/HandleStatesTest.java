package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.testkit.container.RecordingListener;
import io.github.mooring.time.Seed;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.ConnectionEvent;
import jakarta.resource.spi.ConnectionManager;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.IllegalStateException;
import jakarta.resource.spi.LazyAssociatableConnectionManager;
import jakarta.resource.spi.ManagedConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Handles behave as a model of them says, whatever the application and the container do in whatever order. */
class HandleStatesTest extends ManagedConnectionFixture {
    private static final int STEPS = 4000;
    private static final int CONNECTIONS = 3;
    private static final int MOST_HANDLES = 8;

    private final Seed seed = new Seed("HandleStatesTest");
    private final Random random = seed.random();
    private final List<Carrier> carriers = new ArrayList<>();
    private final List<Modelled> handles = new ArrayList<>();
    private final Manager manager = new Manager();
    /** What has been done, so that a failure can be understood. */
    private final List<String> story = new ArrayList<>();

    /** A managed connection, with what it has told. */
    private static final class Carrier {
        private final MongoManagedConnection connection;
        private final RecordingListener heard = new RecordingListener();
        private int expectedEvents;

        Carrier(MongoManagedConnection connection) {
            this.connection = connection;
            connection.addConnectionEventListener(heard);
        }
    }

    /** A handle, and what the model says of it. */
    private static final class Modelled {
        private final SessionHandle handle;
        /** Null while it is inactive or closed. */
        private @Nullable Carrier carrier;

        private boolean closed;

        Modelled(SessionHandle handle, Carrier carrier) {
            this.handle = handle;
            this.carrier = carrier;
        }
    }

    /** The container: gives what it is told to give next, or nothing. */
    private static final class Manager implements ConnectionManager, LazyAssociatableConnectionManager {
        private static final long serialVersionUID = 1L;

        private transient @Nullable Carrier next;
        private transient int asked;
        private final transient List<Object> closedInactive = new ArrayList<>();

        @Override
        public Object allocateConnection(ManagedConnectionFactory factory, @Nullable ConnectionRequestInfo request)
                throws ResourceException {
            return Objects.requireNonNull(next).connection.getConnection(null, request);
        }

        @Override
        public void associateConnection(
                Object handle, ManagedConnectionFactory factory, @Nullable ConnectionRequestInfo request)
                throws ResourceException {
            asked++;
            Carrier given = next;
            if (given == null) {
                throw new ResourceException("nothing is free");
            }
            given.connection.associateConnection(handle);
        }

        @Override
        public void inactiveConnectionClosed(Object handle, ManagedConnectionFactory factory) {
            closedInactive.add(handle);
        }
    }

    @BeforeEach
    void openConnections() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            carriers.add(new Carrier(connection()));
        }
    }

    @Test
    @DisplayName(
            "Z4 Z1 Z2 Z3 M5 M6 M8 E1 handles are active, inactive or closed as a model says, in any order of calls")
    void handlesBehaveAsTheModelSays() throws Exception {
        for (int step = 0; step < STEPS; step++) {
            try {
                step();
                everythingIsAsModelled();
            } catch (AssertionError | Exception e) {
                int from = Math.max(0, story.size() - 30);
                throw new AssertionError(seed + ", step " + step + ", after " + story.subList(from, story.size()), e);
            }
        }
    }

    private void step() throws Exception {
        if (handles.isEmpty() || random.nextInt(12) == 0) {
            open();
            return;
        }
        Modelled handle = handles.get(random.nextInt(handles.size()));
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> use(handle);
            case 4 -> close(handle);
            case 5, 6, 7 -> associate(handle, carrier());
            case 8, 9 -> dissociate(carrier());
            case 10 -> cleanUp(carrier());
            default -> destroy(random.nextInt(carriers.size()));
        }
    }

    private Carrier carrier() {
        return carriers.get(random.nextInt(carriers.size()));
    }

    private void tell(String what, @Nullable Modelled handle, @Nullable Carrier carrier) {
        story.add(what
                + (handle == null ? "" : " handle " + handles.indexOf(handle))
                + (carrier == null ? "" : " connection " + carriers.indexOf(carrier)));
    }

    private void open() {
        if (handles.size() == MOST_HANDLES) {
            handles.remove(random.nextInt(handles.size())).handle.close();
            resetExpectations();
        }
        Carrier carrier = carrier();
        manager.next = carrier;
        MongoSession opened = new ContainerSessionFactory(factory, manager).openSession();
        handles.add(new Modelled((SessionHandle) opened, carrier));
        tell("open", handles.get(handles.size() - 1), carrier);
    }

    /** What the model has not foreseen because the handle is not watched any more. */
    private void resetExpectations() {
        for (Carrier carrier : carriers) {
            carrier.expectedEvents = carrier.heard.events().size();
        }
        manager.closedInactive.clear();
    }

    private void use(Modelled handle) {
        boolean gives = random.nextInt(3) > 0;
        Carrier given = gives ? carrier() : null;
        tell("use", handle, given);
        manager.next = given;
        int asked = manager.asked;
        if (handle.closed) {
            assertThatThrownBy(handle.handle::ping).isInstanceOf(MongoClosedException.class);
            assertThat(manager.asked).isEqualTo(asked);
        } else if (handle.carrier != null) {
            assertThat(handle.handle.ping()).isPositive();
            assertThat(manager.asked).isEqualTo(asked);
        } else if (given != null) {
            assertThat(handle.handle.ping()).isPositive();
            assertThat(manager.asked).isEqualTo(asked + 1);
            handle.carrier = given;
        } else {
            assertThatThrownBy(handle.handle::ping)
                    .isInstanceOf(MongoException.class)
                    .hasMessageContaining("nothing is free");
            assertThat(manager.asked).isEqualTo(asked + 1);
        }
    }

    private void close(Modelled handle) {
        tell("close", handle, handle.carrier);
        manager.closedInactive.clear();
        Carrier carrier = handle.carrier;
        boolean inactive = !handle.closed && carrier == null;

        handle.handle.close();

        assertThat(manager.closedInactive).hasSize(inactive ? 1 : 0);
        if (carrier != null) {
            carrier.expectedEvents++;
            List<ConnectionEvent> events = carrier.heard.events();
            assertThat(events.get(events.size() - 1).getConnectionHandle()).isSameAs(handle.handle);
        }
        handle.carrier = null;
        handle.closed = true;
    }

    private void associate(Modelled handle, Carrier to) throws ResourceException {
        tell("associate", handle, to);
        if (handle.closed) {
            assertThatThrownBy(() -> to.connection.associateConnection(handle.handle))
                    .isInstanceOf(IllegalStateException.class);
        } else {
            to.connection.associateConnection(handle.handle);
            handle.carrier = to;
        }
    }

    private void dissociate(Carrier carrier) throws ResourceException {
        tell("dissociate", null, carrier);
        carrier.connection.dissociateConnections();
        for (Modelled handle : handles) {
            if (handle.carrier == carrier) {
                handle.carrier = null;
            }
        }
    }

    private void cleanUp(Carrier carrier) throws ResourceException {
        tell("cleanup", null, carrier);
        carrier.connection.cleanup();
        closeAllOn(carrier);
    }

    private void destroy(int number) throws ResourceException {
        Carrier carrier = carriers.get(number);
        tell("destroy", null, carrier);
        carrier.connection.destroy();
        closeAllOn(carrier);
        carriers.set(number, new Carrier(connection()));
    }

    private void closeAllOn(Carrier carrier) {
        for (Modelled handle : handles) {
            if (handle.carrier == carrier) {
                handle.carrier = null;
                handle.closed = true;
            }
        }
    }

    private void everythingIsAsModelled() {
        for (Modelled handle : handles) {
            assertThat(handle.handle.isClosed()).isEqualTo(handle.closed);
        }
        for (Carrier carrier : carriers) {
            assertThat(carrier.heard.events()).hasSize(carrier.expectedEvents);
        }
    }
}
