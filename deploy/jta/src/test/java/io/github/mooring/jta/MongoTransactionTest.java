package io.github.mooring.jta;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.mooring.jca.MongoManagedConnectionFactory;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;

/** The contract on MongoDB; it counts from the day on which a factory says that it has local transactions. */
class MongoTransactionTest extends LocalTransactionContract {
    @Override
    LocalResource startResource() throws ResourceException {
        assumeThat(new MongoManagedConnectionFactory().getTransactionSupport())
                .as("the level of a factory without settings")
                .isEqualTo(TransactionSupportLevel.LocalTransaction);
        return new MongoResource(container);
    }
}
