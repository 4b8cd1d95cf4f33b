package io.github.mooring.bench.pool;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;

/** Agroal over a stub. */
final class AgroalPool implements PoolUnderTest {
    private final AgroalDataSource source;

    AgroalPool(int size) throws SQLException {
        this.source = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.initialSize(size)
                        .minSize(size)
                        .maxSize(size)
                        .connectionFactoryConfiguration(factory -> factory.connectionProviderClass(StubJdbc.class))));
    }

    @Override
    public Object cycle() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return connection;
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
