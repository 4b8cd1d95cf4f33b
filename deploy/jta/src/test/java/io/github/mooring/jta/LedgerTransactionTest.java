package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.jta.LocalResource.Session;
import io.github.mooring.jta.ledger.Enlistment;
import jakarta.transaction.RollbackException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The contract on the smallest adapter that there can be, which shows that the container is wired as it should be; and
 * what becomes of an adapter that does without lazy enlistment, which shows that the contract's tests can fail.
 */
class LedgerTransactionTest extends LocalTransactionContract {
    private final LedgerResource ledger = new LedgerResource(container);

    @Override
    LocalResource startResource() {
        return ledger;
    }

    private ContainerPool eagerPool() throws Exception {
        return container
                .pool(ledger.connectionFactory(Enlistment.EAGER))
                .size(5)
                .open();
    }

    @Test
    @DisplayName("Z6 without lazy enlistment an unused session keeps a JDBC data source from committing")
    void eagerEnlistmentTakesTheLastPlace() throws Exception {
        ContainerPool pool = eagerPool();
        JdbcTable table = JdbcTable.local(container);
        transactions().begin();
        try (Session unused = open(pool)) {
            assertThat(unused).isNotNull();
            assertThatThrownBy(() -> table.write("row")).isInstanceOf(Exception.class);
        }
        assertThatThrownBy(() -> transactions().commit()).isInstanceOf(RollbackException.class);

        assertThat(table.rows()).isZero();
        log.forget();
    }

    @Test
    @DisplayName("Z5 without lazy enlistment a session that is not used begins a transaction")
    void eagerEnlistmentBeginsAtOnce() throws Exception {
        ContainerPool pool = eagerPool();
        transactions().begin();
        open(pool).close();
        transactions().commit();

        assertThat(ledger.begun()).isEqualTo(1);
    }
}
