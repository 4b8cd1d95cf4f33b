package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Credential;
import io.github.mooring.dns.NameServers;
import io.github.mooring.dns.SystemResolver;
import io.github.mooring.specification.Deviations;
import io.github.mooring.specification.SpecificationCases;
import io.github.mooring.testkit.dns.DnsRecord;
import io.github.mooring.testkit.dns.DnsResponder;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.time.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The specification's own cases of seed lists, with the records that it asks for on a name server of this machine. What is
 * not looked at: {@code hosts}, {@code numHosts} and {@code ping}, which take three clusters with TLS under the names of
 * the records.
 */
@Tag(SpecificationCases.TAG)
class SeedResolutionSpecificationTest {
    private static final String DOMAIN = ".test.build.10gen.cc";
    private static final String LOCALHOST = "localhost" + DOMAIN;

    private static DnsResponder responder;

    private final Random random = new Seed("SeedResolutionSpecificationTest").random();

    /** The records that the suite's README lists, and one that it does not although its case wants it: test22 has two. */
    @BeforeAll
    static void start() {
        responder = DnsResponder.start();
        server("test1", 27017, LOCALHOST);
        server("test1", 27018, LOCALHOST);
        server("test2", 27018, LOCALHOST);
        server("test2", 27019, LOCALHOST);
        for (String name :
                List.of("test3", "test5", "test6", "test7", "test8", "test10", "test11", "test20", "test21")) {
            server(name, 27017, LOCALHOST);
        }
        server("test12", 27017, "localhost.build.10gen.cc");
        server("test13", 27017, "test.build.10gen.cc");
        server("test14", 27017, "localhost.not-test.build.10gen.cc");
        server("test15", 27017, "localhost.test.not-build.10gen.cc");
        server("test16", 27017, "localhost.test.build.not-10gen.cc");
        server("test17", 27017, "localhost.test.build.10gen.not-cc");
        server("test18", 27017, "localhost.sub" + DOMAIN);
        server("test19", 27017, "localhost.evil.build.10gen.cc");
        server("test19", 27017, LOCALHOST);
        responder.add(
                DnsRecord.srv("_customname._tcp.test22" + DOMAIN, 86400, 27017, LOCALHOST + "."),
                DnsRecord.srv("_customname._tcp.test22" + DOMAIN, 86400, 27018, LOCALHOST + "."));
        server("test23", 8000, LOCALHOST);
        server("test24", 8000, LOCALHOST);
        text("test5", "replicaSet=repl0&authSource=thisDB");
        text("test6", "replicaSet=repl0");
        text("test6", "authSource=otherDB");
        text("test7", "ssl=false");
        text("test8", "authSource");
        text("test10", "socketTimeoutMS=500");
        text("test11", "replicaS", "et=rep", "l0");
        text("test20", "loadBalanced=true");
        text("test21", "loadBalanced=false");
        text("test24", "loadBalanced=true");
    }

    private static void server(String name, int port, String target) {
        responder.add(DnsRecord.srv("_mongodb._tcp." + name + DOMAIN + ".", 86400, port, target + "."));
    }

    private static void text(String name, String... parts) {
        responder.add(DnsRecord.txt(name + DOMAIN + ".", 86400, parts));
    }

    @AfterAll
    static void stop() {
        responder.close();
    }

    @TestFactory
    Stream<DynamicTest> seedLists() {
        return SpecificationCases.ofWholeFiles("initial-dns-seedlist-discovery/tests", Deviations.none(), this::check);
    }

    private void check(BsonDocument testCase) {
        String uri = testCase.getString("uri").getValue();
        if (testCase.containsKey("error")) {
            assertThatExceptionOfType(MongoConfigurationException.class).isThrownBy(() -> resolve(uri));
            return;
        }
        Seeds.SrvName name = (Seeds.SrvName) ClientOptions.parse(uri).topology().seeds();
        ClientOptions options = resolve(uri);
        assertThat(options.warnings()).isEmpty();
        checkSeeds(testCase, options.hosts());
        testCase.getDocument("options")
                .forEach((option, value) ->
                        assertThat(effect(option, name, options)).as(option).isEqualTo(plain(value)));
        testCase.getDocument("parsed_options", new BsonDocument())
                .forEach((part, value) -> checkPart(part, value.asString().getValue(), options));
    }

    private ClientOptions resolve(String uri) {
        SystemResolver dns = SystemResolver.of(
                new NameServers(List.of(responder.address()), Duration.ofSeconds(10), 2),
                Clock.system(),
                random::nextInt);
        Deadline deadline = Deadline.after(Clock.system(), Duration.ofSeconds(20));
        return new SeedResolution(dns, random::nextInt)
                .resolve(ClientOptions.parse(uri), deadline)
                .options();
    }

    private static void checkSeeds(BsonDocument testCase, List<ServerAddress> seeds) {
        if (testCase.containsKey("seeds")) {
            Set<String> expected = testCase.getArray("seeds").stream()
                    .map(seed -> seed.asString().getValue())
                    .collect(Collectors.toSet());
            assertThat(seeds).extracting(ServerAddress::toString).containsExactlyInAnyOrderElementsOf(expected);
        }
        if (testCase.containsKey("numSeeds")) {
            assertThat(seeds).hasSize(testCase.getInt32("numSeeds").getValue());
        }
    }

    /** What has become of an option; what a resolved name has no use for any more, before that. */
    private static @Nullable Object effect(String option, Seeds.SrvName name, ClientOptions options) {
        return switch (option) {
            case "ssl" -> options.tls().enabled();
            case "replicaSet" -> options.topology().replicaSet();
            case "authSource" -> options.signOn().source();
            case "loadBalanced" -> options.topology().loadBalanced();
            case "directConnection" -> options.topology().directConnection();
            case "srvMaxHosts" -> name.maxHosts();
            case "srvServiceName" -> name.serviceName();
            default -> throw new AssertionError("no way to look at option " + option);
        };
    }

    private static Object plain(BsonValue value) {
        return switch (value.getBsonType()) {
            case STRING -> value.asString().getValue();
            case INT32 -> value.asInt32().getValue();
            default -> value.asBoolean().getValue();
        };
    }

    private static void checkPart(String name, String expected, ClientOptions options) {
        switch (name) {
            case "user" ->
                assertThat(((Credential) options.identity()).username()).isEqualTo(expected);
            case "password" -> {
                Credential user = (Credential) options.identity();
                assertThat(user)
                        .isEqualTo(new Credential(
                                user.username(), user.source(), user.mechanism(), expected.toCharArray()));
            }
            case "auth_database", "db", "defaultDatabase" ->
                assertThat(options.databaseName()).isEqualTo(expected);
            default -> throw new AssertionError("no way to look at " + name);
        }
    }
}
