package io.github.mooring.testkit.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ResourceAdapterInternalException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(300)
class FakeContainerTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    private static FakePool deploy(FakeContainer container, Defect defect) throws ResourceException {
        var unused = container.start(ToyAdapter.class, Map.of("defect", defect));
        return container.pool(ToyFactory.class, Map.of("defect", defect), 5);
    }

    private static ToyConnection open(FakeContainer container, FakePool pool) throws ResourceException {
        return ((ToyConnectionFactory) container.connectionFactory(pool)).open();
    }

    /** What is found in a container that is like that when an adapter with that defect is used in it in all ways. */
    private static List<String> faults(Set<Trait> traits, Defect defect) throws ResourceException {
        FakeContainer container = new FakeContainer(traits);
        try (container) {
            FakePool pool = deploy(container, defect);
            for (int i = 0; i < 3; i++) {
                ToyConnection connection = open(container, pool);
                connection.increment();
                connection.end();
                connection.end();
                pool.settle();
            }
            open(container, pool).increment();
            pool.closeLeakedHandles();
            container.transactions().begin();
            open(container, pool).end();
            container.transactions().commit();
            pool.flush();
            open(container, pool).end();
            ToyConnection broken = open(container, pool);
            broken.breakDown();
            pool.settle();
        }
        return container.faults();
    }

    @ParameterizedTest
    @EnumSource
    void anAdapterWithoutDefectsHasNoFaults(Personality personality) throws Exception {
        assertThat(faults(personality.traits(), Defect.NONE)).isEmpty();
    }

    private static String found(Defect defect) throws ResourceException {
        Set<Trait> all = EnumSet.of(Trait.SINGLE_CANDIDATES, Trait.VALIDATES_ON_CHECK_OUT);
        return String.join("; ", faults(all, defect));
    }

    @Test
    void whatHandlesDoWrongIsFound() throws Exception {
        assertThat(found(Defect.TOLD_TWICE)).contains("Unknown connection handle closed");
        assertThat(found(Defect.EVENT_WITHOUT_HANDLE)).contains("does not say which");
        assertThat(found(Defect.HIDDEN_CLOSE)).contains("cannot be closed by a public close()");
    }

    @Test
    void aHandleThatIsClosedInSilenceIsMissedByThePool() throws Exception {
        try (FakeContainer container = FakeContainer.like(Personality.WILDFLY)) {
            FakePool pool = deploy(container, Defect.SILENT_CLOSE);
            open(container, pool).end();

            assertThat(pool.free()).isZero();
        }
    }

    @Test
    void whatConnectionsDoWrongIsFound() throws Exception {
        assertThat(found(Defect.NO_MATCH)).contains("could not be successfully matched");
        assertThat(found(Defect.STALE_MATCH)).contains("matched what was not among the candidates");
        assertThat(found(Defect.CLEANUP_FAILS)).contains("cleanup failed");
        assertThat(found(Defect.NULL_VALIDATION)).contains("null instead of the set");
        assertThat(found(Defect.ERROR_TWICE)).contains("a second error of the same connection");
        assertThat(found(Defect.CONTAINERS_TRANSACTION_TOLD)).contains("that the container drives");
    }

    @Test
    void whatTheAdapterDoesWrongIsFound() throws Exception {
        assertThat(found(Defect.STOP_THROWS)).contains("stop failed").contains("stop is not for me");
        assertThat(found(Defect.TIMER_LEFT)).contains("a timer goes on after stop");
        FakeContainer container = FakeContainer.like(Personality.GLASSFISH);
        try (container) {
            assertThatThrownBy(() -> deploy(container, Defect.BLOCKING_START))
                    .isInstanceOf(ResourceAdapterInternalException.class);
        }
        assertThat(container.faults()).singleElement().asString().contains("doWork");
    }

    @ParameterizedTest
    @EnumSource
    void connectionsTakePartInTransactions(Personality personality) throws Exception {
        try (FakeContainer container = FakeContainer.like(personality)) {
            FakePool pool = deploy(container, Defect.NONE);
            List<Integer> told = new ArrayList<>();
            container.transactions().begin();
            container.transactions().registerInterposedSynchronization(new Recorded(told));
            ToyConnection one = open(container, pool);
            ToyConnection other = open(container, pool);
            assertThat(pool.carrierOf(one)).as("shared").isSameAs(pool.carrierOf(other));
            one.increment();
            other.increment();
            one.end();
            other.end();
            pool.settle();
            assertThat(pool.free())
                    .as("kept for the transaction")
                    .isLessThan(pool.connections().size());

            Outcome outcome = container.transactions().rollback();

            assertThat(outcome.committed()).isFalse();
            assertThat(told).containsExactly(Status.STATUS_ROLLEDBACK);
            assertThat(pool.free()).isEqualTo(pool.connections().size());
            assertThat(open(container, pool).increment()).as("taken back").isEqualTo(1);
        }
    }

    private record Recorded(List<Integer> told) implements Synchronization {
        @Override
        public void beforeCompletion() {
            told.add(-1);
        }

        @Override
        public void afterCompletion(int status) {
            told.add(status);
        }
    }

    @Test
    void aSecondResourceWithoutTwoPhasesIsRefused() throws Exception {
        try (FakeContainer container = FakeContainer.like(Personality.GLASSFISH)) {
            FakePool one = deploy(container, Defect.NONE);
            FakePool other = container.pool(ToyFactory.class, Map.of(), 5);
            container.transactions().begin();
            open(container, one).increment();

            assertThatThrownBy(() -> open(container, other)).isInstanceOf(ResourceException.class);
            container.transactions().setRollbackOnly();

            assertThat(container.transactions().commit().committed()).isFalse();
        }
    }

    @Test
    void anErrorCostsWhatThePersonalitySays() throws Exception {
        for (Personality personality : Personality.values()) {
            try (FakeContainer container = FakeContainer.like(personality)) {
                FakePool pool = deploy(container, Defect.NONE);
                ToyConnection bystander = open(container, pool);
                ToyConnection broken = open(container, pool);
                int before = pool.connections().size();
                broken.breakDown();
                pool.settle();
                assertThat(pool.errors()).isEqualTo(1);
                assertThat(pool.connections()).as("%s", personality).hasSize(before - 1);

                bystander.end();
                pool.settle();

                assertThat(pool.connections()).hasSize(personality == Personality.LIBERTY ? 0 : before - 1);
            }
        }
    }

    @Test
    void aPoolIsNotLargerThanItIsToBe() throws Exception {
        try (FakeContainer container = FakeContainer.like(Personality.GLASSFISH)) {
            FakePool pool = deploy(container, Defect.NONE);
            List<ToyConnection> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.add(open(container, pool));
            }
            assertThatThrownBy(() -> open(container, pool)).isInstanceOf(ResourceException.class);

            all.get(0).end();

            open(container, pool).end();
            assertThat(pool.created()).isEqualTo(5);
        }
    }

    @Test
    void anEndpointIsWatched() throws Exception {
        List<String> heard = new ArrayList<>();
        FakeEndpointFactory endpoints = new FakeEndpointFactory(Listener.class, heard::add, "orders");
        endpoints.refuse(1);
        assertThatThrownBy(() -> endpoints.createEndpoint(null))
                .isInstanceOf(jakarta.resource.spi.UnavailableException.class);
        var endpoint = endpoints.createEndpoint(null);
        endpoint.beforeDelivery(Listener.class.getMethod("onText", String.class));
        ((Listener) endpoint).onText("one");
        endpoint.afterDelivery();
        assertThat(heard).containsExactly("one");
        assertThat(endpoints.warnings()).isEmpty();

        endpoint.afterDelivery();
        endpoint.release();
        assertThatThrownBy(() -> ((Listener) endpoint).onText("two")).isInstanceOf(IllegalStateException.class);

        assertThat(heard).containsExactly("one");
        assertThat(endpoints.warnings()).hasSize(2);
        assertThat(endpoints.released()).isEqualTo(endpoints.created());
    }

    /** How messages come. */
    @FunctionalInterface
    public interface Listener {
        /** One message. */
        void onText(String text);
    }

    @Test
    void stopIsMeasured() throws Exception {
        FakeContainer container = FakeContainer.like(Personality.WILDFLY);
        try (container) {
            var unused = deploy(container, Defect.NONE);
            container.stop(SOON);
            container.stop(SOON);
        }
        assertThat(container.faults()).isEmpty();
    }
}
