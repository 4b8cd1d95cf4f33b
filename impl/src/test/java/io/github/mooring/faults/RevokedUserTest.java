package io.github.mooring.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.client.Eventually;
import io.github.mooring.client.OpenClient;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import io.github.mooring.testkit.lab.Scope;
import io.github.mooring.testkit.server.FailCommand;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users whose rights end while their connections live. */
@Timeout(300)
class RevokedUserTest {
    private static final int CALLERS = 8;
    private static final int UNAUTHORIZED = 13;
    private static final int REAUTHENTICATE = 391;
    private static final String OPTIONS = "&authSource=admin&connectionSharing=always";

    private static final Grant EVERYTHING = new Grant(Role.ROOT, "admin");

    private final Writes writes = new Writes();

    private static Rig start() {
        Lab.Builder lab = Lab.builder()
                .members(1)
                .servers(server -> server.requireAuthentication()
                        .user("ann", "ann's", "admin", EVERYTHING)
                        .user("bob", "bob's", "admin", EVERYTHING));
        return Rig.start(
                lab, started -> OpenClient.dial(started.uri().replace("mongodb://", "mongodb://ann:ann's@") + OPTIONS));
    }

    private static MongoSession openBobs(Rig rig) {
        return rig.factory().openSession("bob", "bob's".toCharArray());
    }

    private static void ping(MongoSession session, int caller, int number) {
        var unused = session.getDatabase("faults")
                .getCollection("pings")
                .find(new Document("_id", number))
                .first();
    }

    @Test
    void aUserWhoIsDroppedIsRefusedAndTheOthersGoOn() throws Exception {
        try (Rig rig = start();
                Load anns = rig.load(CALLERS, writes);
                Load bobs = new Load(CALLERS, () -> openBobs(rig), RevokedUserTest::ping)) {
            anns.awaitProgress(3);
            bobs.awaitProgress(3);
            rig.lab().dropUser("bob", "admin");
            bobs.awaitErrors(3 * CALLERS);
            anns.awaitProgress(3);
            bobs.end();
            anns.end();

            assertThat(bobs.errors()).allMatch(e -> e.code() == UNAUTHORIZED || e instanceof MongoSecurityException);
            assertThat(anns.errors()).isEmpty();
            writes.assertKept(rig);
        }
    }

    @Test
    void aUserWhoIsCreatedAgainIsServedOverNewConnections() throws Exception {
        try (Rig rig = start();
                Load bobs = new Load(CALLERS, () -> openBobs(rig), RevokedUserTest::ping)) {
            bobs.awaitProgress(3);
            rig.lab().dropUser("bob", "admin");
            bobs.awaitErrors(CALLERS);
            rig.primary().network().reset(Scope.operations());
            rig.lab().addUser("bob", "bob's", "admin", EVERYTHING);
            bobs.awaitProgress(3);
            bobs.end();
        }
    }

    @Test
    void whoHasToProveThemselvesAnewDoesSoWithoutAnybodyHearingOfIt() throws Exception {
        try (Rig rig = start();
                Load anns = rig.load(CALLERS, writes)) {
            anns.awaitProgress(3);
            LabNode server = rig.primary();
            int before = server.server().commandCount("saslStart");
            server.failCommand(FailCommand.on("update")
                    .times(CALLERS)
                    .errorCode(REAUTHENTICATE)
                    .build());
            Eventually.isTrue(
                    "somebody has proved who they are anew",
                    () -> server.server().commandCount("saslStart") > before);
            anns.awaitProgress(3);
            server.clearFailPoint();
            anns.end();

            assertThat(anns.errors().stream().filter(e -> !isAskedTwice(e))).isEmpty();
            writes.assertKept(rig);
        }
    }

    /** A fail point hits whoever comes next: a call may meet it with its second attempt as well. */
    private static boolean isAskedTwice(MongoException e) {
        return e.code() == REAUTHENTICATE;
    }
}
