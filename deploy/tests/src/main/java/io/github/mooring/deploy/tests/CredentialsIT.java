package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

/** Who signs on: the configuration, the container, or the application itself. */
@ExtendWith(ArquillianExtension.class)
public class CredentialsIT {
    @Resource(name = Factories.MANAGED)
    private MongoSessionFactory managed;

    @Resource(name = Factories.STORED)
    private MongoSessionFactory stored;

    @Resource(name = Factories.AS_CALLER, authenticationType = Resource.AuthenticationType.APPLICATION)
    private MongoSessionFactory asCaller;

    /** What is deployed. */
    @Deployment
    public static WebArchive application() {
        return Application.war(CredentialsIT.class);
    }

    private static void insertAndDrop(MongoSession session, String collection) {
        session.getDatabase(Settings.DATABASE).getCollection(collection).insertOne(new Document("a", 1));
        session.getDatabase(Settings.DATABASE).getCollection(collection).drop();
    }

    @Test
    @DisabledIfSystemProperty(named = "mongodb.embedded", matches = "false", disabledReason = Settings.NEEDS_EMBEDDED)
    void containerSignsOnWithItsOwnCredentials() {
        try (MongoSession session = managed.openSession()) {
            insertAndDrop(session, "mooring_it_managed");
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "mongodb.embedded", matches = "false", disabledReason = Settings.NEEDS_EMBEDDED)
    void containerSignsOnWithAPasswordFromItsStore() {
        try (MongoSession session = stored.openSession()) {
            insertAndDrop(session, "mooring_it_stored");
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "mongodb.embedded", matches = "false", disabledReason = Settings.NEEDS_EMBEDDED)
    void applicationSignsOnWithAUserAndAPassword() {
        try (MongoSession session = asCaller.openSession(Settings.USER, Settings.PASSWORD.toCharArray())) {
            insertAndDrop(session, "mooring_it_caller");
        }
    }

    @Test
    @DisabledIfSystemProperty(named = "mongodb.embedded", matches = "false", disabledReason = Settings.NEEDS_EMBEDDED)
    void wrongPasswordOfTheApplicationIsRefusedAndSpoilsNothing() {
        try (MongoSession refused = asCaller.openSession(Settings.USER, "guessed".toCharArray())) {
            assertThatExceptionOfType(MongoSecurityException.class)
                    .isThrownBy(refused::ping)
                    .withMessageContaining("authentication of user 'app'")
                    .withMessageContaining("failed with error 18 (AuthenticationFailed)")
                    .withMessageNotContaining("guessed");
        }
        try (MongoSession session = asCaller.openSession(Settings.USER, Settings.PASSWORD.toCharArray())) {
            assertThat(session.ping()).isPositive();
        }
    }
}
