package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.dns.SystemResolver;
import io.github.mooring.testkit.dns.DnsRecord;
import io.github.mooring.testkit.dns.DnsResponder;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A factory of the resource adapter whose servers stand behind a name. */
class SrvFactoryTest extends AdapterFixture {
    private static final String NAME = "cluster.0.0.1";
    private static final String QUERY = "_mongodb._tcp." + NAME;

    private final DnsResponder names = DnsResponder.start();

    SrvFactoryTest() {
        super(
                EmbeddedServer.builder()
                        .requireAuthentication()
                        .user("ann", "s3cret", "people", new Grant(Role.READ_WRITE, "app"))
                        .user("bob", "hush", "people", new Grant(Role.READ_WRITE, "app"))
                        .start(),
                server -> "mongodb+srv://" + NAME + "/app?tls=false");
    }

    @BeforeEach
    void askOurs() {
        System.setProperty(
                SystemResolver.PROPERTY, "127.0.0.1:" + names.address().getPort());
        factory.setUserName("ann");
        factory.setPassword("s3cret");
    }

    @AfterEach
    void askOthersAgain() {
        System.clearProperty(SystemResolver.PROPERTY);
        names.close();
    }

    @Test
    void usersOfTheContainerAndOfTheApplicationAreLookedForWhereTheTextSays() {
        names.add(DnsRecord.srv(QUERY, 60, server.port(), "127.0.0.1."), DnsRecord.txt(NAME, 60, "authSource=people"));
        MongoSessionFactory sessions = sessions(pool(2));
        assertThat(sessions.statistics().server()).isEqualTo(new ServerAddress(NAME, 27017));
        try (MongoSession ann = sessions.openSession();
                MongoSession bob = sessions.openSession("bob", "hush".toCharArray())) {
            ann.getDatabase().getCollection("notes").insertOne(new Document("_id", 1));
            assertThat(bob.getDatabase().getCollection("notes").countDocuments(new Document()))
                    .isEqualTo(1);
        }
        assertThat(sessions.statistics().server()).isEqualTo(new ServerAddress("127.0.0.1", server.port()));
    }

    @Test
    void whatIsWrongWithTheNameIsToldToTheApplication() {
        try (MongoSession session = sessions(pool(2)).openSession()) {
            assertThatExceptionOfType(MongoConfigurationException.class)
                    .isThrownBy(session::ping)
                    .withMessageContaining("there is no SRV record " + QUERY);
        }
    }
}
