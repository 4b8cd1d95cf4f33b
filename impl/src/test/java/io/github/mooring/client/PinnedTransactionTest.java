package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.server.FailCommand;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Transactions through routers, which alone know of them: all go to one mongos or, behind a load balancer, over one connection. */
@Timeout(300)
class PinnedTransactionTest {
    private Lab lab = Lab.builder().routers(3).start();
    private MongoSessionFactory factory = Mooring.dial(lab.uri() + "&localThresholdMS=10000");
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

        assertThat(notes().countDocuments(new Document())).isEqualTo(1);
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
