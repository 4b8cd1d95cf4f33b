package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import javax.naming.NamingException;
import org.bson.Document;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** An adapter inside an EAR, beside the modules that use it. */
@Tag("own-adapter")
@ExtendWith(ArquillianExtension.class)
public class EmbeddedIT {
    private static final String LIBERTY = "liberty";

    @Resource(name = Factories.EMBEDDED)
    private MongoSessionFactory embedded;

    /** What is deployed. */
    @Deployment
    public static EnterpriseArchive application() {
        return LIBERTY.equals(System.getProperty("arquillian.launch"))
                ? Application.ear(EmbeddedIT.class)
                : Application.ear(EmbeddedIT.class, Defined.class);
    }

    private static void assertStores(MongoSessionFactory factory) {
        Document document = new Document("_id", 1);
        try (MongoSession session = factory.openSession()) {
            var collection = session.getDatabase(Settings.DATABASE).getCollection("mooring_it_embedded");
            collection.insertOne(document);
            assertThat(collection.find().toList()).containsExactly(document);
            collection.drop();
        }
    }

    @Test
    void modulesOfTheEarSeeTheAdapterAndItsFactory() {
        assertStores(embedded);
    }

    @Test
    @DisabledIfSystemProperty(
            named = "arquillian.launch",
            matches = LIBERTY,
            disabledReason =
                    "Open Liberty does not find the adapter that the definition names, and fails the deployment")
    void factoryThatTheApplicationDefinesIsMadeFromTheAdapterOfTheEar() throws NamingException {
        assertStores(Factories.lookUp(Factories.DEFINED));
    }
}
