package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.jca.MongoManagedConnectionFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import org.jboss.jca.deployers.common.CommonDeployment;
import org.jboss.jca.deployers.common.DeployException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The descriptors of the archive in the hands of IronJacamar's deployer, with its validator as strict as it can be. */
@Timeout(300)
class DeploymentTest {
    private static final String JNDI = "java:/eis/MongoSessionFactory";
    private static final String ADDRESS = "mongodb.uri";

    private final EmbeddedServer server = EmbeddedServer.start();
    private final LogLines log = LogLines.ofIronJacamar(Level.FINE);
    private final Container container = Container.start();
    private final Deployer deployer = new Deployer(container);
    private final Path descriptors = Path.of("..", "..", "rar", "src", "main", "rar");

    @AfterEach
    void end() throws Exception {
        container.close();
        server.close();
        log.close();
        System.clearProperty(ADDRESS);
    }

    private CommonDeployment deploy(String activation) throws Throwable {
        return deployer.deploy(descriptors, DeploymentTest.class.getClassLoader(), activation);
    }

    /** What an administrator would write. */
    private static String pool(String adapterProperties, String factoryProperties) {
        return """
                <ironjacamar xmlns="http://www.ironjacamar.org/doc/schema">
                  %s
                  <connection-definitions>
                    <connection-definition class-name="%s" jndi-name="%s" pool-name="Tested">
                      %s
                    </connection-definition>
                  </connection-definitions>
                </ironjacamar>
                """.formatted(adapterProperties, MongoManagedConnectionFactory.class.getName(), JNDI, factoryProperties);
    }

    private static String property(String name, String value) {
        return "<config-property name=\"" + name + "\">" + value + "</config-property>";
    }

    @Test
    @DisplayName(
            "PK1 P1 L1 the archive's own descriptors make a pool that works, and no rule of the validator is broken")
    void theArchivesOwnDescriptors() throws Throwable {
        System.setProperty(ADDRESS, server.uri() + "app");
        CommonDeployment deployment = deployer.deploy(descriptors, DeploymentTest.class.getClassLoader(), null);
        try (MongoSession session = ((MongoSessionFactory) deployer.lookUp(JNDI)).openSession()) {
            session.ping();
        }
        deployer.undeploy(deployment);

        assertThat(server.awaitOpenConnections(0, Duration.ofSeconds(40))).isTrue();
        assertThat(log.warnings()).isEmpty();
    }

    @Test
    @DisplayName("P2 what is set at the adapter holds for its factories, unless they say otherwise")
    void propertiesOfTheAdapter() throws Throwable {
        CommonDeployment deployment = deploy(pool(
                property("ConnectionURL", server.uri() + "app") + property("AppName", "adapter"),
                property("AppName", "factory")));
        try (MongoSession session = ((MongoSessionFactory) deployer.lookUp(JNDI)).openSession()) {
            session.ping();
        }
        assertThat(server.connections())
                .anyMatch(connection -> String.valueOf(connection.client()).contains("factory"))
                .noneMatch(connection -> String.valueOf(connection.client()).contains("adapter"));
        deployer.undeploy(deployment);
    }

    @Test
    @DisplayName("P10 a factory's property that there is not fails the deployment, by its name")
    void anUnknownPropertyOfAFactory() {
        assertThatThrownBy(() -> deploy(pool("", property("MaxPoolSiez", "7"))))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("MaxPoolSiez");
    }

    @Test
    @DisplayName("P10 an adapter's property that there is not fails the deployment, by its name")
    void anUnknownPropertyOfTheAdapter() {
        assertThatThrownBy(() -> deploy(pool(property("PingInterval", "7"), "")))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("PingInterval");
    }

    @Test
    @DisplayName("P10 a value that is no number fails the deployment, by the property's name")
    void aValueOfTheWrongType() {
        assertThatThrownBy(() -> deploy(pool("", property("MaxPoolSize", "many"))))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("MaxPoolSize");
    }
}
