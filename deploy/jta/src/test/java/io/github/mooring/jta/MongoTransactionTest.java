package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.jca.MongoManagedConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;

/** The contract on MongoDB, whose factories have local transactions unless told otherwise. */
class MongoTransactionTest extends LocalTransactionContract {
    @Override
    LocalResource startResource() throws ResourceException {
        assertThat(new MongoManagedConnectionFactory().getTransactionSupport())
                .as("the level of a factory without settings")
                .isEqualTo(TransactionSupportLevel.LocalTransaction);
        return new MongoResource(container);
    }
}
