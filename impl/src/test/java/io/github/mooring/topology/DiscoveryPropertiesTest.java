package io.github.mooring.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.event.ServerClosed;
import io.github.mooring.api.event.ServerOpening;
import io.github.mooring.api.event.TopologyEvent;
import io.github.mooring.time.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of every topology, whatever its servers say and whatever goes wrong, in whichever order. */
class DiscoveryPropertiesTest {
    private static final Seed SEED = new Seed("DiscoveryPropertiesTest");
    private static final int TOPOLOGIES = 50;
    private static final int STEPS = 150;
    private static final int MONGODB_5 = 13;
    private static final int MONGODB_6 = 17;
    private static final Comparator<Election> ELECTION_FIRST = Comparator.comparing(
                    Election::electionId, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Election::setVersion, Comparator.nullsFirst(Comparator.naturalOrder()));
    private static final Comparator<Election> VERSION_FIRST = Comparator.comparing(
                    Election::setVersion, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Election::electionId, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** How many hosts there are to be named: few, that meet again and again, or more than a topology takes in. */
    @ParameterizedTest
    @ValueSource(ints = {4, 30, 190, 1_000})
    void everyTopologyIsOneWhateverIsSaid(int hosts) {
        Random random = SEED.random(hosts);
        for (int i = 0; i < TOPOLOGIES; i++) {
            TopologyDescription topology = start(random, hosts);
            int most =
                    Math.max(TopologyDescription.MAX_SERVERS, topology.servers().size());
            RandomHello hellos = new RandomHello(random, hosts, random.nextBoolean() ? MONGODB_5 : MONGODB_6);
            for (int step = 0; step < STEPS; step++) {
                topology = step(topology, random, hellos, hosts);
                assertThat(topology.servers()).hasSizeLessThanOrEqualTo(most);
                assertThat(topology.leftOut()).hasSizeLessThanOrEqualTo(TopologyDescription.MAX_LEFT_OUT);
                assertOnePrimaryAtMost(topology);
            }
        }
    }

    @Test
    void fromMongoDb6OnNoPrimaryComesBackFromAnEarlierElection() {
        assertPrimariesRise(MONGODB_6, ELECTION_FIRST);
    }

    @Test
    void beforeThatNoPrimaryComesBackWithAnEarlierConfiguration() {
        assertPrimariesRise(MONGODB_5, VERSION_FIRST);
    }

    /** One thing happens, and again: what is said twice changes nothing the second time. */
    private static TopologyDescription step(
            TopologyDescription topology, Random random, RandomHello hellos, int hosts) {
        ServerDescription news = news(topology, random, hellos, hosts);
        if (news == null) {
            return topology;
        }
        TopologyDescription next = Discovery.update(topology, news);
        assertSettled(hasLostItsPrimary(topology, next) ? Discovery.update(next, news) : next, news);
        assertEventsTellTheDifference(topology, next);
        SelectionText.nobody(Selection.of(new WriteSelector()), next, 0);
        KnownDead.isKnown(next, Selection.of(ReadSelector.of(ReadPreference.NEAREST)), 0);
        return next;
    }

    private static void assertSettled(TopologyDescription topology, ServerDescription news) {
        assertThat(Discovery.update(topology, news)).isEqualTo(topology);
    }

    /** Then the lists of the other members count from the next time on that one is heard of, by the specification. */
    private static boolean hasLostItsPrimary(TopologyDescription before, TopologyDescription after) {
        return before.primary().isPresent() && after.primary().isEmpty();
    }

    private static @Nullable ServerDescription news(
            TopologyDescription topology, Random random, RandomHello hellos, int hosts) {
        ServerAddress server = whom(topology, random, hosts);
        return switch (random.nextInt(10)) {
            case 0 -> failure(topology, server, "no answer");
            case 1 ->
                ErrorScope.of(topology, error(server, random), random.nextInt(2))
                        .description();
            default -> answer(topology, server, hellos);
        };
    }

    private static @Nullable ServerDescription answer(
            TopologyDescription topology, ServerAddress server, RandomHello hellos) {
        try {
            HelloReply hello = HelloReply.of(server, Hellos.raw(hellos.next()));
            return ServerDescription.answered(server, hello, new RoundTripTime(Duration.ofMillis(1)), 0);
        } catch (MongoProtocolException e) {
            return failure(topology, server, String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable ServerDescription failure(
            TopologyDescription topology, ServerAddress server, String error) {
        return ErrorScope.ofFailedCheck(topology, server, error, 0, ApplicationError.Kind.NETWORK)
                .description();
    }

    private static ApplicationError error(ServerAddress server, Random random) {
        ErrorOrigin origin = new ErrorOrigin(server, null, 1, random.nextInt(25), random.nextBoolean(), false);
        int code = List.of(0, 91, 189, 10107, 11000).get(random.nextInt(5));
        return random.nextBoolean()
                ? ApplicationError.network(origin, "reset", Set.of())
                : ApplicationError.command(origin, new CommandFailure(code, "not master", null), Set.of());
    }

    /** One of them in most cases, or somebody else. */
    private static ServerAddress whom(TopologyDescription topology, Random random, int hosts) {
        List<ServerDescription> servers = topology.servers();
        return servers.isEmpty() || random.nextInt(10) == 0
                ? host(random.nextInt(hosts))
                : servers.get(random.nextInt(servers.size())).address();
    }

    private static TopologyDescription start(Random random, int hosts) {
        int kind = random.nextInt(5);
        int count = kind < 2 ? 1 : 1 + random.nextInt(random.nextInt(10) == 0 ? hosts : 3);
        List<ServerAddress> seeds = random.ints(count, 0, hosts)
                .mapToObj(DiscoveryPropertiesTest::host)
                .toList();
        String replicaSet = kind != 1 && random.nextBoolean() ? "rs" : null;
        return TopologyDescription.start(
                new TopologySettings(seeds, replicaSet, kind == 0, kind == 1, Servers.HEARTBEAT));
    }

    private static ServerAddress host(int number) {
        return Servers.address("h" + number);
    }

    private static void assertOnePrimaryAtMost(TopologyDescription topology) {
        assertThat(topology.servers().stream()
                        .filter(server -> server.type() == ServerType.RS_PRIMARY)
                        .count())
                .isLessThanOrEqualTo(1);
        assertThat(topology.primary().isPresent() && topology.type().isReplicaSet())
                .isEqualTo(topology.type() == TopologyType.REPLICA_SET_WITH_PRIMARY);
    }

    private static void assertEventsTellTheDifference(TopologyDescription before, TopologyDescription after) {
        List<TopologyEvent> events = TopologyEvents.between(1, before, after);
        Set<ServerAddress> servers = addresses(before);
        for (TopologyEvent event : events) {
            if (event instanceof ServerOpening opening) {
                assertThat(servers.add(opening.address())).isTrue();
            } else if (event instanceof ServerClosed closed) {
                assertThat(servers.remove(closed.address())).isTrue();
            }
        }
        assertThat(servers).isEqualTo(addresses(after));
        assertThat(events.isEmpty()).isEqualTo(after.saysTheSameAs(before));
    }

    private static Set<ServerAddress> addresses(TopologyDescription topology) {
        Set<ServerAddress> addresses = new HashSet<>();
        topology.servers().forEach(server -> addresses.add(server.address()));
        return addresses;
    }

    /** A set of three that elects one after the other, whose members hear of it late and answer in any order. */
    private void assertPrimariesRise(int maxWireVersion, Comparator<Election> order) {
        Random random = SEED.random(maxWireVersion);
        int seen = 0;
        for (int i = 0; i < TOPOLOGIES; i++) {
            TopologyDescription topology = Servers.start("rs", "a", "b", "c");
            List<Election> believed = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                topology = Discovery.update(topology, claim(random, maxWireVersion));
                topology.primary()
                        .map(primary -> primary.hello().membership().election())
                        .ifPresent(believed::add);
            }
            assertThat(believed).isSortedAccordingTo(order);
            seen += (int) believed.stream().distinct().count();
        }
        assertThat(seen).isGreaterThan(TOPOLOGIES);
    }

    private static ServerDescription claim(Random random, int maxWireVersion) {
        String host = List.of("a", "b", "c").get(random.nextInt(3));
        if (random.nextInt(4) == 0) {
            return random.nextBoolean() ? Hellos.failed(host) : Hellos.secondary(host, "a", "b", "c");
        }
        return Hellos.primary(
                host,
                List.of("a", "b", "c"),
                "maxWireVersion: %d, setVersion: %d, electionId: {$oid: '%024x'}"
                        .formatted(maxWireVersion, random.nextInt(6), random.nextInt(40)));
    }
}
