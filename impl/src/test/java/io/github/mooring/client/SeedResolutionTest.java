package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.ManualClock;
import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a name to servers and options, with name servers that exist in memory only; the suite's prose tests among others. */
class SeedResolutionTest {
    private static final String HOST = "cluster.example.com";

    private final MemoryDns dns = new MemoryDns();

    private SeedResolution.Resolved resolve(ClientOptions options) {
        return new SeedResolution(dns, bound -> 0).resolve(options, Deadline.never());
    }

    private ClientOptions resolve(String uri) {
        return resolve(ClientOptions.parse(uri)).options();
    }

    private void assertRefused(String uri, String... words) {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> resolve(uri))
                .withMessageContainingAll(words);
    }

    private static ServerAddress server(int port, String host) {
        return new ServerAddress(host, port);
    }

    /** Prose test 1: only what an answer says can tell that such a name is wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "mongo.local"})
    void namesOfOneOrTwoLabelsAreAskedFor(String host) {
        dns.server("_mongodb._tcp." + host, 27017, "a." + host);

        assertThat(resolve("mongodb+srv://" + host).hosts()).containsExactly(server(27017, "a." + host));
    }

    /** Prose tests 2, 3 and 4: outside of the domain, the name itself, and the dot that is missing. */
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost.mongodb",
        "mongo.local, test_1.evil.local",
        "blogs.mongodb.com, blogs.evil.com",
        "localhost, localhost",
        "mongo.local, mongo.local",
        "localhost, test_1.cluster_1localhost",
        "mongo.local, test_1.my_hostmongo.local",
        "blogs.mongodb.com, cluster.testmongodb.com",
        "blogs.mongodb.com, mongodb.com",
        "mongo.local, .mongo.local",
    })
    void serversOutsideOfTheDomainAreRefused(String host, String target) {
        dns.server("_mongodb._tcp." + host, 27017, target);

        assertRefused(
                "mongodb+srv://" + host,
                "mongodb+srv://" + host + ": a record names '" + target + "' with port 27017",
                "must be in the domain " + (host.equals("blogs.mongodb.com") ? "mongodb.com" : host));
    }

    @Test
    void oneServerOutsideOfTheDomainSpoilsAll() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.server("_mongodb._tcp." + HOST, 27017, "a.evil.com");

        assertRefused("mongodb+srv://" + HOST, "'a.evil.com'");
    }

    @Test
    void finalDotsAndCaseDoNotCount() {
        dns.server("_mongodb._tcp." + HOST, 27018, "A.Example.COM.");

        assertThat(resolve("mongodb+srv://Cluster.Example.com.").hosts())
                .containsExactly(server(27018, "a.example.com"));
    }

    @Test
    void serversThatCannotBeAreRefused() {
        dns.server("_mongodb._tcp." + HOST, 0, "a.example.com");
        assertRefused("mongodb+srv://" + HOST, "with port 0, which is no server", "allowed is 1 to 65535");

        dns.clear();
        dns.server("_mongodb._tcp." + HOST, 27017, "a b.example.com");
        assertRefused("mongodb+srv://" + HOST, "'a b.example.com'", "which is no server");

        dns.clear();
        dns.server("_mongodb._tcp." + HOST, 27017, ".");
        assertRefused("mongodb+srv://" + HOST, "there is no such service");
    }

    @Test
    void aServerNamedTwiceIsOne() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com.");

        assertThat(resolve("mongodb+srv://" + HOST + "/?loadBalanced=true").hosts())
                .hasSize(1);
    }

    @Test
    void theServiceHasTheNameThatIsConfigured() {
        dns.server("_other._tcp." + HOST, 27017, "a.example.com");

        assertThat(resolve("mongodb+srv://" + HOST + "/?srvServiceName=other").hosts())
                .hasSize(1);
        assertRefused(
                "mongodb+srv://" + HOST, "there is no SRV record _mongodb._tcp." + HOST, "srvServiceName, misspelt?");
    }

    @Test
    void atMostSrvMaxHostsAreDrawnEachAsLikelyAsTheOthers() {
        for (int i = 0; i < 4; i++) {
            dns.server("_mongodb._tcp." + HOST, 27017 + i, "a.example.com");
        }
        ClientOptions options = ClientOptions.parse("mongodb+srv://" + HOST + "/?srvMaxHosts=2");
        Random random = new Random(1); // the same numbers each time: what is counted is how they are used
        int[] drawn = new int[4];
        for (int run = 0; run < 4_000; run++) {
            List<ServerAddress> hosts = new SeedResolution(dns, random::nextInt)
                    .resolve(options, Deadline.never())
                    .options()
                    .hosts();
            assertThat(hosts).hasSize(2).doesNotHaveDuplicates();
            hosts.forEach(host -> drawn[host.port() - 27017]++);
        }
        for (int times : drawn) {
            assertThat(times).isBetween(1_850, 2_150);
        }
    }

    @Test
    void optionsOfTheTextHoldWhereNothingIsConfigured() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.text(HOST, "replicaSet=fromText&", "authSource=alsoFromText");

        ClientOptions options = resolve("mongodb+srv://user:pass@" + HOST + "/db");
        assertThat(options.topology().replicaSet()).isEqualTo("fromText");
        assertThat(options.signOn().source()).isEqualTo("alsoFromText");
        assertThat(options.identity()).isEqualTo(new Credential("user", "alsoFromText", null, "pass".toCharArray()));
        assertThat(options.databaseName()).isEqualTo("db");
        assertThat(options.tls().enabled()).isTrue();

        ClientOptions said = resolve("mongodb+srv://user:pass@" + HOST + "/?replicaSet=said&authSource=saidToo");
        assertThat(said.topology().replicaSet()).isEqualTo("said");
        assertThat(said.signOn().source()).isEqualTo("saidToo");
    }

    @Test
    void propertiesOfTheResourceAdapterWinOverTheTextToo() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.text(HOST, "replicaSet=fromText&loadBalanced=true");

        ClientOptions options = resolve(ClientOptions.from(Map.of(
                        Option.CONNECTION_URL, "mongodb+srv://" + HOST,
                        Option.REPLICA_SET, "said",
                        Option.LOAD_BALANCED, "false")))
                .options();
        assertThat(options.topology().replicaSet()).isEqualTo("said");
        assertThat(options.topology().loadBalanced()).isFalse();
    }

    @Test
    void aSourceIsNoDefaultForMechanismsThatLeaveNoChoice() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.text(HOST, "authSource=other");

        assertThat(resolve("mongodb+srv://" + HOST + "/?authMechanism=MONGODB-X509")
                        .signOn()
                        .source())
                .isEqualTo("$external");
    }

    @ParameterizedTest
    @CsvSource({
        "ssl=false, option 1 (ssl) is none of",
        "tls=false, option 1 (tls) is none of",
        "replicaSet=a&socketTimeoutMS=500, option 2 (socketTimeoutMS) is none of",
        "unheardOf=1, option 1 (unheardOf) is none of",
        "authSource, option 1 is not name=value",
        "replicaSet=a;authSource=b, the options have a ';'",
        "replicaSet=%zz, replicaSet",
        "'=', option 1 is not name=value",
        "'replicaSet=a&', option 2 is none of",
        "authSource=, option authSource has no value",
    })
    void whatATextMustNotSayIsAnErrorThatNamesIt(String text, String reason) {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.text(HOST, text);

        assertRefused(
                "mongodb+srv://" + HOST + "/?strictOptions=true", "mongodb+srv://" + HOST, "the TXT record", reason);
    }

    @Test
    void aMistakeInTheTextIsAsGraveAsInTheConnectionString() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.text(HOST, "loadBalanced=perhaps");

        ClientOptions options = resolve("mongodb+srv://" + HOST + "/?unheardOf=1");
        assertThat(options.topology().loadBalanced()).isFalse();
        assertThat(options.warnings()).hasSize(2);
        assertThat(options.warnings().get(0)).contains("unheardOf");
        assertThat(options.warnings().get(1)).contains("the TXT record of " + HOST, "loadBalanced is 'perhaps'");
        assertRefused("mongodb+srv://" + HOST + "/?strictOptions=true", "loadBalanced is 'perhaps'");
    }

    @Test
    void severalTextsAreAnErrorEvenIfTheyAgree() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.text(HOST, "replicaSet=a");
        dns.text(HOST, "replicaSet=a");

        assertRefused("mongodb+srv://" + HOST, "there are 2 TXT records", "one at most");
    }

    @Test
    void aTextThatContradictsTheConfigurationIsAnError() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.server("_mongodb._tcp." + HOST, 27018, "a.example.com");
        dns.text(HOST, "loadBalanced=true");
        assertRefused("mongodb+srv://" + HOST, "loadBalanced=true means one load balancer, but 2 hosts are named");
        assertRefused("mongodb+srv://" + HOST + "/?srvMaxHosts=1", "but srvMaxHosts is 1");

        dns.clear();
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.text(HOST, "replicaSet=a");
        assertRefused("mongodb+srv://" + HOST + "/?srvMaxHosts=1", "srvMaxHosts is 1, but replicaSet is given");
    }

    @Test
    void theNextLookUpIsWhenTheFirstRecordEndsButNotWithinAMinute() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com", Duration.ofMinutes(5));
        dns.server("_mongodb._tcp." + HOST, 27017, "b.example.com", Duration.ofSeconds(200));
        ClientOptions options = ClientOptions.parse("mongodb+srv://" + HOST);
        assertThat(resolve(options).rescanInterval()).isEqualTo(Duration.ofSeconds(200));

        dns.server("_mongodb._tcp." + HOST, 27017, "c.example.com", Duration.ofSeconds(59));
        assertThat(resolve(options).rescanInterval()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void namedServersNeedNoLookUp() {
        ClientOptions options = ClientOptions.parse("mongodb://a.example.com,b.example.com");

        assertThat(resolve(options)).isEqualTo(new SeedResolution.Resolved(options, null));
        assertThat(dns.questions()).isEmpty();
    }

    @Test
    void aNameServerThatCannotTellIsNotAMistakeOfTheConfiguration() {
        dns.fail(new IOException("127.0.0.1:53: SERVFAIL"));

        assertThatExceptionOfType(MongoConnectException.class)
                .isThrownBy(() -> resolve("mongodb+srv://" + HOST))
                .withMessage("mongodb+srv://" + HOST + ": 127.0.0.1:53: SERVFAIL");
    }

    @Test
    void theTextIsNotForgottenWhenItCannotBeAskedFor() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.failText(new IOException("no answer"));

        assertThatExceptionOfType(MongoConnectException.class).isThrownBy(() -> resolve("mongodb+srv://" + HOST));
    }

    @Test
    void bothLookUpsShareOneDeadline() {
        ManualClock time = new ManualClock();
        Clock clock = time.clock();
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        dns.duringSrv(() -> time.advance(Duration.ofSeconds(4)));
        ClientOptions options = ClientOptions.parse("mongodb+srv://" + HOST);

        new SeedResolution(dns, bound -> 0).resolve(options, Deadline.after(clock, Duration.ofSeconds(5)));
        assertThat(dns.timeouts()).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(1));

        assertThatExceptionOfType(MongoConnectException.class)
                .isThrownBy(() -> new SeedResolution(dns, bound -> 0)
                        .resolve(options, Deadline.after(clock, Duration.ofSeconds(3))))
                .withMessageContaining("the time of 3000 ms was over");
    }

    @Test
    void whatWasGivenInCodeIsKept() throws NoSuchAlgorithmException {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        SSLContext context = SSLContext.getDefault();
        ClientOptions options = ClientOptions.parse("mongodb+srv://" + HOST + "/?maxPoolSize=7&appName=x")
                .withSslContext(context);

        ClientOptions resolved = resolve(options).options();
        assertThat(resolved.tls()).isEqualTo(options.tls());
        assertThat(resolved.pool().maxSize()).isEqualTo(7);
        assertThat(resolved.connection()).isEqualTo(options.connection());
        assertThat(resolved.unresolved()).isNull();
    }

    @Test
    void nothingOfTheConfigurationIsPrinted() {
        ClientOptions options = ClientOptions.parse("mongodb+srv://user:geheim@" + HOST);

        assertThat(options.unresolved()).hasToString("Unresolved");
        assertThat(options.toString()).doesNotContain("geheim");
        assertThat(options).isEqualTo(ClientOptions.parse("mongodb+srv://user:geheim@" + HOST));
        assertThat(options.unresolved())
                .isNotEqualTo(
                        ClientOptions.parse("mongodb+srv://user:anders@" + HOST).unresolved());
    }

    @Test
    void whatIsAskedForIsTheServiceAndTheText() {
        dns.server("_mongodb._tcp." + HOST, 27017, "a.example.com");
        resolve("mongodb+srv://" + HOST);

        assertThat(new TreeSet<>(dns.questions())).containsExactly("SRV _mongodb._tcp." + HOST, "TXT " + HOST);
    }
}
