package io.github.mooring.jta;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jboss.jca.adapters.jdbc.BaseWrapperManagedConnectionFactory;
import org.jboss.jca.adapters.jdbc.JDBCResourceAdapter;
import org.jboss.jca.adapters.jdbc.local.LocalManagedConnectionFactory;
import org.jboss.jca.adapters.jdbc.xa.XAManagedConnectionFactory;

/** A table of H2, in memory, behind a data source as WildFly has them: IronJacamar's JDBC adapter and pool. */
final class JdbcTable {
    /** Keeps the database alive. */
    private final Connection direct;

    private final DataSource source;

    private JdbcTable(String url, DataSource source) throws SQLException {
        this.direct = DriverManager.getConnection(url);
        this.source = source;
        try (Statement statement = direct.createStatement()) {
            statement.execute("create table notes (line varchar(100))");
        }
    }

    /** Behind a data source that has local transactions only, and is therefore the last resource of a transaction. */
    static JdbcTable local(Container container) throws ResourceException, SQLException {
        String url = url("local");
        LocalManagedConnectionFactory factory = new LocalManagedConnectionFactory();
        factory.setDriverClass("org.h2.Driver");
        factory.setConnectionURL(url);
        return open(container, factory, url, TransactionSupportLevel.LocalTransaction);
    }

    /** Behind a data source that can prepare. */
    static JdbcTable xa(Container container) throws ResourceException, SQLException {
        String url = url("xa");
        XAManagedConnectionFactory factory = new XAManagedConnectionFactory(new HashMap<>(Map.of("URL", url)));
        factory.setXADataSourceClass(JdbcDataSource.class.getName());
        return open(container, factory, url, TransactionSupportLevel.XATransaction);
    }

    private static String url(String kind) {
        return "jdbc:h2:mem:" + kind + System.nanoTime();
    }

    private static JdbcTable open(
            Container container, BaseWrapperManagedConnectionFactory factory, String url, TransactionSupportLevel level)
            throws ResourceException, SQLException {
        factory.setUserName("");
        factory.setPassword("");
        factory.setJTA(true);
        factory.setResourceAdapter(container.start(new JDBCResourceAdapter()));
        ContainerPool pool = container
                .pool(factory)
                .name("java:/jdbc/" + level)
                .level(level)
                .size(5)
                .open();
        JdbcTable table = new JdbcTable(url, pool.lookUp(DataSource.class));
        container.endWithTheContainer(table::end);
        return table;
    }

    /** Inserts a row by way of the container. */
    void write(String line) throws SQLException {
        try (Connection connection = source.getConnection();
                var insert = connection.prepareStatement("insert into notes values (?)")) {
            insert.setString(1, line);
            insert.executeUpdate();
        }
    }

    /** How many rows last. */
    int rows() throws SQLException {
        try (Statement statement = direct.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from notes")) {
            count.next();
            return count.getInt(1);
        }
    }

    private void end() throws SQLException {
        direct.close();
    }
}
