package io.github.mooring.bench.pool;

import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** JDBC without a database: what a pool asks a connection in passing gets the most harmless answer. Thread-safe. */
public final class StubJdbc implements DataSource {
    /** For pools that make it themselves. */
    public StubJdbc() {}

    @Override
    public Connection getConnection() {
        return proxy(Connection.class);
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }

    private static <T> T proxy(Class<T> type) {
        Object proxy = Proxy.newProxyInstance(
                StubJdbc.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> answer(self, method, args));
        return type.cast(proxy);
    }

    @SuppressWarnings("NullAway") // JDBC says null where there is nothing to say
    private static @Nullable Object answer(Object self, Method method, Object @Nullable [] args) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> args != null && self == args[0];
            case "toString" -> "stub " + method.getDeclaringClass().getSimpleName();
            case "isValid", "getAutoCommit" -> true;
            case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
            case "getMetaData" -> proxy(DatabaseMetaData.class);
            case "getClientInfo" -> new Properties();
            default -> nothing(method.getReturnType());
        };
    }

    private static @Nullable Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // nothing is logged
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // nobody logs in
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("a stub has no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.cast(this);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
