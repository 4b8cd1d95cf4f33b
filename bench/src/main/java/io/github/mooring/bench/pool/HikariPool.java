package io.github.mooring.bench.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** HikariCP over a stub. */
final class HikariPool implements PoolUnderTest {
    private final HikariDataSource source;

    HikariPool(int size) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(new StubJdbc());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        this.source = new HikariDataSource(config);
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
