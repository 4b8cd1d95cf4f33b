package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.jca.MongoManagedConnectionFactory;
import io.github.mooring.jca.MongoResourceAdapter;
import io.github.mooring.jta.ledger.LedgerConnectionFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import jakarta.resource.spi.ManagedConnection;
import java.nio.file.Path;
import java.util.List;
import org.jboss.jca.common.api.metadata.spec.ConfigProperty;
import org.jboss.jca.common.api.metadata.spec.ResourceAdapter;
import org.jboss.jca.common.metadata.MetadataFactory;
import org.jboss.jca.validator.Failure;
import org.jboss.jca.validator.FailureHelper;
import org.jboss.jca.validator.Key;
import org.jboss.jca.validator.Validate;
import org.jboss.jca.validator.ValidateClass;
import org.jboss.jca.validator.ValidateObject;
import org.jboss.jca.validator.Validator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of IronJacamar's validator, each an expectation of the specification, over the classes and living objects. */
class ValidatorTest {
    private static final Path DESCRIPTORS = Path.of("..", "..", "rar", "src", "main", "rar");

    @Test
    @DisplayName("L1 L3 MF1 MF2 H1 P1 M10 no rule of the validator is broken")
    void noRuleIsBroken() throws Exception {
        ResourceAdapter descriptor =
                new MetadataFactory().getStandardMetaData(DESCRIPTORS.toFile()).getResourceadapter();
        List<ConfigProperty> ofTheFactory = descriptor
                .getOutboundResourceadapter()
                .getConnectionDefinitions()
                .get(0)
                .getConfigProperties();
        try (EmbeddedServer server = EmbeddedServer.start();
                Container container = Container.start()) {
            MongoResourceAdapter adapter = container.start(new MongoResourceAdapter());
            MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();
            factory.setConnectionURL(server.uri());
            factory.setResourceAdapter(adapter);
            ManagedConnection connection = factory.createManagedConnection(null, null);

            assertThat(ofTheFactory).hasSizeGreaterThan(30);
            assertThat(findings(
                            new ValidateObject(Key.RESOURCE_ADAPTER, adapter, descriptor.getConfigProperties()),
                            new ValidateObject(Key.MANAGED_CONNECTION_FACTORY, factory, ofTheFactory),
                            new ValidateObject(
                                    Key.CONNECTION_FACTORY, factory.createConnectionFactory(new NoConnections())),
                            new ValidateObject(Key.MANAGED_CONNECTION, connection)))
                    .isEmpty();
            connection.destroy();
        }
    }

    @Test
    void aBrokenRuleIsFound() {
        // it cannot be made without arguments, as a bean has to be
        assertThat(findings(new ValidateClass(Key.MANAGED_CONNECTION_FACTORY, LedgerConnectionFactory.class, null)))
                .contains("ManagedConnectionFactory must have a default constructor");
    }

    private static String findings(Validate... what) {
        Validator validator = new Validator();
        List<Failure> failures = validator.validate(List.of(what));
        return failures == null ? "" : new FailureHelper(failures).asText(validator.getResourceBundle());
    }

    /** Gives none; the validator only looks at the factory. */
    private static final class NoConnections implements jakarta.resource.spi.ConnectionManager {
        private static final long serialVersionUID = 1L;

        @Override
        public Object allocateConnection(
                jakarta.resource.spi.ManagedConnectionFactory factory,
                jakarta.resource.spi.ConnectionRequestInfo request) {
            throw new UnsupportedOperationException("no connections");
        }
    }
}
