package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.MongoTransactionAbortedException;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions through routers, which alone know of them: all go to one mongos or, behind a load balancer, over one connection. */
@Timeout(300)
class PinnedTransactionTest {
    private static final String TOKEN = "{\"recoveryShardId\" : \"lab\"}";

    private Lab lab = Lab.builder().routers(3).start();
    /** Monitors that hardly ask, and so do not hear of a fault before an operation does. */
    private MongoSessionFactory factory =
            Mooring.dial(lab.uri() + "&localThresholdMS=10000&serverMonitoringMode=poll&heartbeatFrequencyMS=300000");

    private MongoSession session = factory.openSession();

    @AfterEach
    void close() {
        session.close();
        factory.close();
        lab.close();
    }

    private void balanced() {
        close();
        lab = Lab.builder().routers(2).balanced().start();
        factory = Mooring.dial(lab.uri());
        session = factory.openSession();
    }

    private MongoCollection<Document> notes() {
        return session.getDatabase("app").getCollection("notes");
    }

    private List<LabNode> whoGot(String command) {
        return lab.nodes().stream()
                .filter(node -> node.server().commandCount(command) > 0)
                .toList();
    }

    private List<RecordedRequest> ends(String command) {
        return lab.nodes().stream()
                .flatMap(node -> node.server().requests(command).stream())
                .toList();
    }

    @Test
    void allOfATransactionGoesToOneMongos() {
        session.startTransaction();
        for (int i = 0; i < 20; i++) {
            notes().insertOne(new Document("_id", i));
        }
        session.commitTransaction();

        assertThat(whoGot("insert")).hasSize(1).isEqualTo(whoGot("commitTransaction"));
        assertThat(notes().countDocuments(new Document())).isEqualTo(20);
    }

    @Test
    void aCommitWhoseReplyIsLostGoesElsewhereWithTheRecoveryToken() {
        session.startTransaction();
        notes().insertOne(new Document("_id", 1));
        LabNode mongos = whoGot("insert").get(0);
        mongos.failCommand(FailCommand.on("commitTransaction")
                .times(1)
                .closeConnectionAfterwards()
                .build());

        session.commitTransaction();

        assertThat(ends("commitTransaction"))
                .hasSize(2)
                .allSatisfy(
                        end -> assertThat(end.command().get("recoveryToken")).hasToString(TOKEN));
        assertThat(notes().countDocuments(new Document())).isEqualTo(1);
    }

    /** Of which the mongos that began it says nothing, and another one says that it is not committed, and now never will be. */
    @Test
    void aCommitThatDidNotArriveIsRolledBackElsewhere() {
        session.startTransaction();
        notes().insertOne(new Document("_id", 1));
        LabNode mongos = whoGot("insert").get(0);
        mongos.failCommand(FailCommand.on("commitTransaction", "hello", "isMaster")
                .closeConnection()
                .build());

        assertThatExceptionOfType(MongoTransactionAbortedException.class)
                .isThrownBy(session::commitTransaction)
                .matches(e -> e.code() == 251)
                .matches(e -> e.hasErrorLabel("TransientTransactionError"));

        List<LabNode> asked = new ArrayList<>(whoGot("commitTransaction"));
        assertThat(asked).hasSize(2).contains(mongos);
        mongos.clearFailPoint();
        assertThat(lab.openTransactions()).isZero();
        assertThat(notes().countDocuments(new Document())).isZero();
    }

    @Test
    void theLatestTokenIsSentWithAnAbort() {
        session.startTransaction();
        notes().find().first();
        session.abortTransaction();
        session.startTransaction();
        notes().find().first();
        notes().insertOne(new Document("_id", 1));
        notes().find().first();
        session.abortTransaction();

        assertThat(ends("abortTransaction"))
                .extracting(end -> String.valueOf(end.command().get("recoveryToken")))
                .as("what was only read need not be recovered")
                .containsExactlyInAnyOrder("{}", TOKEN);
    }

    @Test
    void behindALoadBalancerOneConnectionIsKeptUntilTheSessionDoesSomethingElse() {
        balanced();
        session.startTransaction();
        notes().insertOne(new Document("_id", 1));
        assertThat(factory.statistics().socketsInUse())
                .as("kept by the transaction")
                .isEqualTo(1);
        notes().insertOne(new Document("_id", 2));
        session.commitTransaction();
        session.commitTransaction();

        assertThat(notes().countDocuments(new Document())).isEqualTo(2);
        assertThat(factory.statistics().socketsInUse()).isZero();
    }

    @Test
    void behindALoadBalancerTheConnectionIsGivenBackWhenTheSessionIsClosed() {
        balanced();
        session.startTransaction();
        notes().insertOne(new Document("_id", 1));
        session.close();

        assertThat(factory.statistics().socketsInUse()).isZero();
        assertThat(lab.openTransactions()).isZero();
    }

    @Test
    void behindALoadBalancerABrokenConnectionIsGivenBackAtOnce() {
        balanced();
        session.startTransaction();
        notes().insertOne(new Document("_id", 1));
        whoGot("insert")
                .get(0)
                .failCommand(FailCommand.on("find").times(1).closeConnection().build());

        assertThatExceptionOfType(MongoException.class)
                .isThrownBy(() -> notes().find().first())
                .matches(e -> e.hasErrorLabel("TransientTransactionError"));

        assertThat(factory.statistics().socketsInUse()).isZero();
        session.abortTransaction();
    }
}
