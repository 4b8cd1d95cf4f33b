package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoClosedException;
import io.github.mooring.api.MongoCollection;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoDatabase;
import io.github.mooring.api.MongoSecurityException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an application is told when something is wrong: the text a person finds in the log. */
@ExtendWith(ArquillianExtension.class)
public class ErrorTextIT {
    @Resource(name = Factories.DEFAULT)
    private MongoSessionFactory sessions;

    @Resource(name = Factories.WRONG_PASSWORD)
    private MongoSessionFactory wrongPassword;

    @Resource(name = Factories.SERVER_DOWN)
    private MongoSessionFactory serverDown;

    @Resource(name = Factories.UNKNOWN_OPTION)
    private MongoSessionFactory unknownOption;

    /** What is deployed. */
    @Deployment
    public static WebArchive application() {
        return Application.war(ErrorTextIT.class);
    }

    private static void ping(MongoSessionFactory factory) {
        try (MongoSession session = factory.openSession()) {
            session.ping();
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "mongodb.embedded", matches = "false", disabledReason = Settings.NEEDS_EMBEDDED)
    void wrongPasswordNamesServerUserAndReasonButNoSecret() {
        Settings settings = Settings.ofThisApplication();
        assertThatExceptionOfType(MongoSecurityException.class)
                .isThrownBy(() -> ping(wrongPassword))
                .withMessageContaining("authentication of user 'app' on database 'admin' at 127.0.0.1:"
                        + settings.mongodbPort() + " failed with error 18 (AuthenticationFailed)")
                .withMessageNotContaining("wrong");
    }

    @Test
    void serverDownNamesServerAndReason() {
        assertThatExceptionOfType(MongoConnectException.class)
                .isThrownBy(() -> ping(serverDown))
                .withMessageContaining("cannot connect to 127.0.0.1:1: connection refused");
    }

    @Test
    void unknownOptionIsNamedAndTheOneThatWasMeantIsSuggested() {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ping(unknownOption))
                .withMessageContaining("unknown option 'maxPoolsSize'; did you mean maxPoolSize?");
    }

    @Test
    void useAfterCloseSaysThatTheSessionIsClosed() {
        MongoSession session = sessions.openSession();
        MongoDatabase database = session.getDatabase();
        MongoCollection<Document> collection = database.getCollection("mooring_it_closed");
        session.close();
        session.close();

        assertThat(session.isClosed()).isTrue();
        for (Runnable use : new Runnable[] {
            session::ping,
            session::getDatabase,
            database::listCollectionNames,
            () -> collection.find().first()
        }) {
            assertThatExceptionOfType(MongoClosedException.class)
                    .isThrownBy(use::run)
                    .withMessageContaining("session is closed");
        }
    }

    @Test
    void afterAnErrorTheNextOperationWorks() {
        assertThatExceptionOfType(MongoConnectException.class).isThrownBy(() -> ping(serverDown));

        ping(sessions);
    }
}
