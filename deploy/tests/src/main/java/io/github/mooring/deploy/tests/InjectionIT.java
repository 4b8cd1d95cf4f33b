package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import java.time.Duration;
import javax.naming.NamingException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ways to get hold of a factory. */
@ExtendWith(ArquillianExtension.class)
public class InjectionIT {
    @EJB
    private Memos memos;

    @Resource(name = Factories.DEFAULT)
    private MongoSessionFactory injected;

    /** What is deployed. */
    @Deployment
    public static WebArchive application() {
        return Application.war(InjectionIT.class, Memos.class, Memo.class);
    }

    private static void assertUsable(MongoSessionFactory factory) {
        try (MongoSession session = factory.openSession()) {
            assertThat(session.ping()).isBetween(Duration.ZERO, Duration.ofSeconds(30));
        }
    }

    @Test
    void containerInjectsTheFactoryIntoAnEjb() {
        assertUsable(memos.factory());
    }

    @Test
    void containerInjectsTheFactoryIntoAWebComponent() {
        assertUsable(injected);
    }

    @Test
    void factoryIsFoundInTheNamespaceOfTheComponent() throws NamingException {
        assertUsable(Factories.lookUp("java:comp/env/" + Factories.DEFAULT));
    }

    @Test
    void factoryIsFoundByTheServersOwnName() throws NamingException {
        assertUsable(Factories.byServerName(Factories.DEFAULT));
    }
}
