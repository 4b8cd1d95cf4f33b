package io.github.mooring.bench.pool;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Agroal over a stub. */
final class AgroalPool implements PoolUnderTest {
    /** A connection that is there and is not handed out has been seen; without a limit, the thread would wait for ever. */
    private static final Duration HANGS = Duration.ofSeconds(5);

    private final AgroalDataSource source;

    AgroalPool(int size) throws SQLException {
        this.source = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.initialSize(size)
                        .minSize(size)
                        .maxSize(size)
                        .acquisitionTimeout(HANGS)
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
