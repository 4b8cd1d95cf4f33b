package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.github.mooring.testkit.server.Grant;
import io.github.mooring.testkit.server.Role;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.ServerTls;
import io.github.mooring.testkit.wire.WireCompressor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lab whose members ask for TLS, users and passwords, and compress. */
@Timeout(300)
class SecuredLabTest {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Lab CA");

    @Test
    void faultsAndFailoversWorkUnderTlsWithUsersAndCompression() throws Exception {
        try (Lab lab = Lab.builder()
                        .members(3)
                        .servers(server -> server.tls(ServerTls.with(AUTHORITY.server()))
                                .compressors(WireCompressor.ZLIB)
                                .requireAuthentication()
                                .user("ann", "secret", "admin", new Grant(Role.READ_WRITE, "lab")))
                        .start();
                MongoClient client = client(lab, "ann:secret@", "&compressors=zlib")) {
            MongoCollection<Document> things = client.getDatabase("lab").getCollection("things");
            things.insertOne(new Document("_id", 1));

            lab.node(0).network().apply(LinkFault.trickle(2_000).and(LinkFault.delay(Duration.ofMillis(5))));
            assertThat(lab.node(0).network().reset(Scope.operations())).isPositive();
            things.insertOne(new Document("_id", 2));
            lab.node(0).network().restore();
            lab.stepDown(Duration.ofMinutes(1));
            things.insertOne(new Document("_id", 3));
            lab.awaitPrimary(Driver.PATIENCE).kill();
            things.insertOne(new Document("_id", 4));

            assertThat(things.countDocuments()).isEqualTo(4);
            assertThat(lab.node(2).server().requests("hello"))
                    .anySatisfy(request -> assertThat(request.flags()).isEqualTo(1 << 16));
        }
    }

    @Test
    void aUserThatIsAddedLaterIsKnownToAllMembersAndAfterARestart() {
        try (Lab lab = Lab.builder()
                .members(3)
                .servers(
                        server -> server.tls(ServerTls.with(AUTHORITY.server())).requireAuthentication())
                .start()) {
            lab.addUser("bob", "secret", "admin", new Grant(Role.READ_WRITE, "lab"));
            lab.node(1).restart();
            lab.electPrimary(lab.node(1));
            try (MongoClient bob = client(lab, "bob:secret@", "");
                    MongoClient eve = client(lab, "bob:guess@", "&serverSelectionTimeoutMS=2000")) {
                bob.getDatabase("lab").getCollection("things").insertOne(new Document("_id", 1));

                assertThatThrownBy(() ->
                                eve.getDatabase("lab").getCollection("things").insertOne(new Document("_id", 2)))
                        .isInstanceOfAny(MongoSecurityException.class, MongoTimeoutException.class);
            }
        }
    }

    private static MongoClient client(Lab lab, String user, String options) {
        String uri = lab.uri().replace("mongodb://", "mongodb://" + user) + "&authSource=admin" + options;
        return MongoClients.create(MongoClientSettings.builder()
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(Driver.PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyConnectionString(new ConnectionString(uri))
                .applyToSslSettings(ssl -> ssl.enabled(true).context(AUTHORITY.trustingClient()))
                .build());
    }
}
