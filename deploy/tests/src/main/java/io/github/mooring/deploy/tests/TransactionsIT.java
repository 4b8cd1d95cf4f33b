package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.ejb.EJBException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.UserTransaction;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The container's transactions: begun and ended by it, around methods of an EJB, or by the application through it. True of any engine
 * that the server beside keeps its data in.
 */
@Tag("engine-contract")
@ExtendWith(ArquillianExtension.class)
@DisabledIfSystemProperty(named = "mongodb.embedded", matches = "false", disabledReason = Settings.NEEDS_EMBEDDED)
public class TransactionsIT {
    private static final AtomicInteger IDS = new AtomicInteger();

    @EJB
    private Transfers transfers;

    @Resource(name = Factories.DEFAULT)
    private MongoSessionFactory sessions;

    @Resource(name = Factories.AS_CALLER, authenticationType = Resource.AuthenticationType.APPLICATION)
    private MongoSessionFactory asCaller;

    private final int id = IDS.incrementAndGet();

    /** What is deployed. */
    @Deployment
    public static WebArchive application() {
        return Application.war(TransactionsIT.class, Transfers.class);
    }

    @SuppressWarnings("BanJNDI") // a name of the platform
    private static UserTransaction transaction() {
        try {
            return InitialContext.doLookup("java:comp/UserTransaction");
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void prepare() {
        transfers.prepare();
    }

    /** Neither the fail point, nor a transaction that a failed test has not ended: the next one may have its thread. */
    @AfterEach
    void leaveNothing() throws SystemException {
        if (transaction().getStatus() != Status.STATUS_NO_TRANSACTION) {
            transaction().rollback();
        }
        failPoint(new Document("configureFailPoint", "failCommand").append("mode", "off"));
    }

    private void failPoint(Document command) {
        try (MongoSession operator = asCaller.openSession(Settings.OPERATOR, Settings.PASSWORD.toCharArray())) {
            var unused = operator.getDatabase("admin").runCommand(command);
        }
    }

    /** So many commits get no answer. */
    private void loseAnswers(int commits) {
        failPoint(new Document("configureFailPoint", "failCommand")
                .append("mode", new Document("times", commits))
                .append(
                        "data",
                        new Document("failCommands", List.of("commitTransaction")).append("closeConnection", true)));
    }

    @Test
    void twoCollectionsAreWrittenAsOneUnit() {
        transfers.transfer(id);

        assertThat(transfers.stored(id)).isEqualTo(2);
    }

    @Test
    void nothingIsStoredWhenTheMethodFails() {
        assertThatThrownBy(() -> transfers.transferAndFail(id)).isInstanceOf(EJBException.class);

        assertThat(transfers.stored(id)).isZero();
    }

    @Test
    void nothingIsStoredWhenTheContainerIsToRollBack() {
        transfers.transferAndGiveUp(id);

        assertThat(transfers.stored(id)).isZero();
    }

    @Test
    void sessionsOfOneTransactionSeeEachOthersWrites() {
        assertThat(transfers.countBeforeCommit(id)).isOne();
        assertThat(transfers.stored(id)).isOne();
    }

    @Test
    void theApplicationEndsTheContainersTransactionItself() throws Exception {
        transaction().begin();
        transfers.transfer(id);
        assertThat(transfers.stored(id)).as("seen from outside").isZero();
        transaction().commit();

        assertThat(transaction().getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(transfers.stored(id)).isEqualTo(2);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsSettled() throws Exception {
        loseAnswers(3);
        long before = sessions.statistics().socketsOpened();
        transaction().begin();
        transfers.transfer(id);
        transaction().commit();

        assertThat(transaction().getStatus()).isEqualTo(Status.STATUS_NO_TRANSACTION);
        assertThat(transfers.stored(id)).isEqualTo(2);
        assertThat(sessions.statistics().socketsOpened())
                .as("with each answer its socket is lost")
                .isGreaterThanOrEqualTo(before + 3);
    }

    @Test
    void aSessionOfTheApplicationsOwnTransactionCannotBeginOneWithinTheContainers() throws Exception {
        transaction().begin();
        try (MongoSession session = sessions.openSession()) {
            session.getDatabase().getCollection(Transfers.DEBITS).insertOne(new Document("_id", id));

            assertThatThrownBy(session::startTransaction)
                    .isInstanceOf(MongoException.class)
                    .hasMessageContaining("container");
        } finally {
            transaction().rollback();
        }
        assertThat(transfers.stored(id)).isZero();
    }

    @Test
    @DisabledIfSystemProperty(
            named = "arquillian.launch",
            matches = "liberty",
            disabledReason = "Open Liberty has no data source unless one is configured")
    void anUnusedSessionDoesNotKeepAnotherResourceFromItsCommit() throws SQLException {
        transfers.prepareTable();

        transfers.writeRowBesideUnusedSession(id);

        assertThat(transfers.rows(id)).isOne();
    }
}
