package io.github.mooring.deploy.tests;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.bson.Document;

/** An EJB whose methods the container wraps in transactions: two collections are written as one unit. */
@Stateless
public class Transfers {
    static final String DEBITS = "mooring_it_debits";
    static final String CREDITS = "mooring_it_credits";

    @Resource(name = Factories.DEFAULT)
    private MongoSessionFactory sessions;

    @Resource
    private SessionContext context;

    /** Makes the collections, outside of any transaction. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void prepare() {
        try (MongoSession session = sessions.openSession()) {
            for (String name : new String[] {DEBITS, CREDITS}) {
                session.getDatabase().getCollection(name).drop();
                session.getDatabase().createCollection(name);
            }
        }
    }

    /** Writes both, through one session. */
    public void transfer(int id) {
        try (MongoSession session = sessions.openSession()) {
            insert(session, DEBITS, id);
            insert(session, CREDITS, id);
        }
    }

    /** Writes both, and fails. */
    public void transferAndFail(int id) {
        transfer(id);
        throw new IllegalStateException("after both writes of " + id);
    }

    /** Writes both, and has the container roll back. */
    public void transferAndGiveUp(int id) {
        transfer(id);
        context.setRollbackOnly();
    }

    /** Writes through one session and counts, before the commit, what another one sees. */
    public long countBeforeCommit(int id) {
        try (MongoSession first = sessions.openSession();
                MongoSession second = sessions.openSession()) {
            insert(first, DEBITS, id);
            return count(second, DEBITS, id);
        }
    }

    /** Opens a session, does nothing with it, and writes a row into the database of the container. */
    public void writeRowBesideUnusedSession(int id) throws SQLException {
        try (MongoSession unused = sessions.openSession();
                Connection connection = dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into mooring_it (id) values (?)")) {
            insert.setInt(1, id);
            insert.executeUpdate();
            if (unused.isClosed()) {
                throw new IllegalStateException("closed by somebody else");
            }
        }
    }

    /** Makes the table anew. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void prepareTable() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            if (hasTable(connection)) {
                statement.execute("drop table mooring_it");
            }
            statement.execute("create table mooring_it (id int not null primary key)");
        }
    }

    private static boolean hasTable(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "MOORING_IT", null)) {
            return tables.next();
        }
    }

    /** How many rows have that number. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public int rows(int id) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select count(*) from mooring_it where id = ?")) {
            select.setInt(1, id);
            try (ResultSet result = select.executeQuery()) {
                result.next();
                return result.getInt(1);
            }
        }
    }

    /** How many documents of both collections have that number, outside of any transaction. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public long stored(int id) {
        try (MongoSession session = sessions.openSession()) {
            return count(session, DEBITS, id) + count(session, CREDITS, id);
        }
    }

    /** The one that most containers have by themselves; looked up when it is needed, for the others. */
    @SuppressWarnings("BanJNDI") // a name of the platform
    private static DataSource dataSource() {
        try {
            return InitialContext.doLookup("java:comp/DefaultDataSource");
        } catch (NamingException e) {
            throw new IllegalStateException("the container has no data source of its own", e);
        }
    }

    private static void insert(MongoSession session, String collection, int id) {
        session.getDatabase().getCollection(collection).insertOne(new Document("_id", id));
    }

    private static long count(MongoSession session, String collection, int id) {
        return session.getDatabase().getCollection(collection).countDocuments(new Document("_id", id));
    }
}
