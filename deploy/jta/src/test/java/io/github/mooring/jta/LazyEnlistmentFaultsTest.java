package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.jta.LocalResource.Session;
import io.github.mooring.jta.ledger.Enlistment;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What becomes of an adapter that relies on this version of IronJacamar's {@code lazyEnlist}. Where one of these tests
 * fails with another version, a precaution of the adapter's has become superfluous.
 */
@Timeout(300)
class LazyEnlistmentFaultsTest {
    private final LogLines log = LogLines.ofIronJacamar(Level.FINE);
    private final Container container = Container.start();
    private final LedgerResource ledger = new LedgerResource(container);

    private ContainerPool pool() throws Exception {
        return container
                .pool(ledger.connectionFactory(Enlistment.TRUSTING))
                .size(5)
                .open();
    }

    @BeforeEach
    void nothingIsWarnedOfYet() {
        assertThat(log.warnings()).isEmpty();
    }

    @AfterEach
    void end() throws Exception {
        container.close();
        log.close();
    }

    @Test
    @DisplayName(
            "Z7 a session that lazyEnlist has moved is counted for ever where it was, which costs a place in the pool")
    void aPlaceInThePoolIsLost() throws Exception {
        ContainerPool pool = pool();
        container.transactions().begin();
        try (Session first = ledger.open(pool);
                Session second = ledger.open(pool)) {
            first.write("a");
            second.write("b");
        }
        container.transactions().commit();
        assertThat(ledger.lines()).containsExactly("a", "b");
        assertThat(pool.inUse()).isZero();

        ledger.open(pool).close();
        try (Session first = ledger.open(pool);
                Session second = ledger.open(pool)) {
            first.write("c");
            second.write("d");
        }

        assertThat(pool.inUse()).isEqualTo(1);
    }

    @Test
    @DisplayName("Z5 a session from before the same component's begin writes outside of the transaction")
    void aWriteOutsideOfTheTransaction() throws Exception {
        ContainerPool pool = pool();
        container.component(() -> {
            try (Session session = ledger.open(pool)) {
                session.write("before");
                container.transactions().begin();
                session.write("in");
            }
            container.transactions().rollback();
        });

        assertThat(ledger.lines()).containsExactly("before", "in");
        assertThat(log.warnings()).anyMatch(line -> line.startsWith("IJ000609"));
    }
}
