package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoTransactionException;
import jakarta.resource.spi.LocalTransaction;
import jakarta.resource.spi.LocalTransactionException;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A server that has no transactions, in a container that begins some. */
class StandaloneTransactionTest extends ManagedConnectionFixture {
    @Test
    @DisplayName(
            "T11 where the server is not known yet, the first operation is refused and names the property, and nothing is stored")
    void theFirstOperationIsRefused() throws Exception {
        MongoManagedConnection connection = connection();
        SessionHandle session = handle(connection);
        LocalTransaction transaction = connection.getLocalTransaction();
        transaction.begin();

        assertThatExceptionOfType(MongoTransactionException.class)
                .isThrownBy(() -> numbers(session).insertOne(new Document("_id", 1)))
                .withMessageContaining("is a standalone")
                .withMessageContaining("TransactionLevel=NoTransaction");
        transaction.rollback();

        assertThat(server.requests("insert")).isEmpty();
        assertThat(numbers(session).countDocuments(new Document())).isZero();
    }

    @Test
    @DisplayName("T11 where the server is known, begin is refused, with the same text and a code")
    void beginIsRefused() throws Exception {
        MongoManagedConnection connection = connection();
        handle(connection).ping();

        assertThatExceptionOfType(LocalTransactionException.class)
                .isThrownBy(connection.getLocalTransaction()::begin)
                .withMessageContaining("is a standalone")
                .withMessageContaining("TransactionLevel=NoTransaction")
                .matches(e -> ContainerTransaction.REFUSED.equals(e.getErrorCode()));
        fill(handle(connection), 1);
        assertThat(numbers(handle(connection)).countDocuments(new Document())).isEqualTo(1);
    }
}
