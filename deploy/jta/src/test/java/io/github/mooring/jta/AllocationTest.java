package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.jca.MongoManagedConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.RetryableException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What IronJacamar makes of it when no session can be had. */
class AllocationTest extends MongoFixture {
    /** Of the selection of a server that is not there. */
    private static final Duration PATIENCE = Duration.ofMillis(700);

    AllocationTest() {
        super(Container.start());
    }

    @Test
    @DisplayName("MF15 T4 an unreachable server is waited for once: the container does not try again what takes long")
    void anUnreachableServerIsWaitedForOnce() throws Exception {
        MongoManagedConnectionFactory factory = factoryFor("mongodb://127.0.0.1:1/app?serverSelectionTimeoutMS="
                + PATIENCE.toMillis() + "&heartbeatFrequencyMS=500");
        factory.setVerifyOnCreate(true);
        ContainerPool pool = container.pool(factory).size(5).open();
        long begin = System.nanoTime();

        assertThatThrownBy(() -> sessions(pool).openSession())
                .isInstanceOf(MongoException.class)
                .hasMessageContaining("127.0.0.1:1")
                .satisfies(e -> assertThat(Stream.iterate((Throwable) e, c -> c != null, Throwable::getCause))
                        .noneMatch(RetryableException.class::isInstance));

        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertThat(taken).isGreaterThanOrEqualTo(PATIENCE);
        assertThat(log.warnings()).as("attempts to make a managed connection").hasSize(1);
        assertThat(pool.inUse()).isZero();
        assertThat(pool.size()).isZero();
        forgetTheExpectedWarning();
    }

    @Test
    @DisplayName("S7 wrong credentials are told as such through the container, and leave nothing in the pool")
    void wrongCredentials() throws Exception {
        MongoManagedConnectionFactory factory = factory("");
        factory.setVerifyOnCreate(true);
        ContainerPool pool = container.pool(factory).size(5).byUser().open();

        assertThatThrownBy(() -> sessions(pool).openSession("alice", "wrong".toCharArray()))
                .isInstanceOf(MongoSecurityException.class)
                .hasMessageNotContaining("wrong password");
        assertThat(pool.size()).isZero();
        forgetTheExpectedWarning();
    }

    @Test
    @DisplayName("P10 a property that is wrong is told before the container is asked")
    void aWrongPropertyIsTold() throws Exception {
        MongoManagedConnectionFactory factory = factory("&maxPoolSize=-1");
        ContainerPool pool = container.pool(factory).size(5).open();

        assertThatThrownBy(() -> sessions(pool).openSession())
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("maxPoolSize");
        assertThat(pool.created()).isZero();
    }

    @Test
    @DisplayName("MF2 the container takes an equal factory for the pool's, and refuses one with another configuration")
    void theContainerComparesFactories() throws Exception {
        MongoManagedConnectionFactory factory = factory("");
        ContainerPool pool = container.pool(factory).size(5).open();

        Object handle = pool.manager().allocateConnection(factory(""), null);
        ((MongoSession) handle).close();
        assertThat(pool.inUse()).isZero();

        MongoManagedConnectionFactory other = factory("&maxPoolSize=7");
        assertThatThrownBy(() -> pool.manager().allocateConnection(other, null))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("IJ000");
    }

    @Test
    @DisplayName("L8 once the adapter has stopped a session cannot be had, and says why")
    void nothingAfterStop() throws Exception {
        ContainerPool pool = container.pool(factory("")).size(5).open();
        MongoSession open = sessions(pool).openSession();
        insert(open, 1);
        adapter.stop();

        assertThatThrownBy(() -> insert(open, 2)).isInstanceOf(MongoException.class);
        assertThatThrownBy(() -> sessions(pool).openSession())
                .isInstanceOf(MongoException.class)
                .hasMessageContaining("stopped");
        open.close();
        assertThat(pool.inUse()).isZero();
        forgetTheExpectedWarning();
    }

    /** IronJacamar logs each failure to make a managed connection. */
    private void forgetTheExpectedWarning() {
        assertThat(log.warnings()).allMatch(line -> line.contains("IJ000604"));
        log.forget();
    }
}
