package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import jakarta.resource.ResourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sessions that a component leaves open, and IronJacamar's search for them. */
class ComponentTest extends MongoFixture {
    ComponentTest() {
        super(Container.start());
    }

    @Test
    @DisplayName("H5 the container closes a session that a component has left open, and says where it was opened")
    void aForgottenSessionIsClosed() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(5).open();
        container.components().setDebug(true);
        List<MongoSession> forgotten = new ArrayList<>();

        container.component(() -> {
            MongoSession session = sessions(pool).openSession();
            forgotten.add(session);
            insert(session, 1);
            assertThat(container.components().getNumberOfConnections()).isEqualTo(1);
        });

        assertThat(forgotten).singleElement().matches(MongoSession::isClosed);
        assertThat(pool.inUse()).isZero();
        assertThat(pool.destroyed()).isZero();
        assertThat(log.lines(Level.INFO)).anyMatch(line -> line.startsWith("IJ000100"));
    }

    @Test
    @DisplayName("H5 where leaks are errors, the component's call fails and the session is closed all the same")
    void aForgottenSessionIsAnError() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(5).open();
        container.components().setDebug(true);
        container.components().setError(true);

        assertThatThrownBy(() -> container.component(() -> insert(sessions(pool).openSession(), 1)))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("IJ000");
        assertThat(pool.inUse()).isZero();
    }

    @Test
    @DisplayName("H8 H9 what a component closes in time, in another thread even, is not reported")
    void closedSessionsAreNotReported() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(5).open();
        container.components().setDebug(true);
        container.components().setError(true);

        container.component(() -> {
            try (MongoSession session = sessions(pool).openSession();
                    MongoSession other = sessions(pool).openSession()) {
                insert(session, 1);
                insert(other, 2);
            }
        });

        assertThat(container.components().getNumberOfConnections()).isZero();
        assertThat(pool.inUse()).isZero();
    }
}
