package io.github.mooring.client;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.topology.Selection;
import io.github.mooring.topology.ServerDescription;
import io.github.mooring.topology.ServerSelector;
import io.github.mooring.topology.TopologyDescription;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The servers as they are at one moment, and who of them comes into question for what; thread-safe. What it says never
 * changes: a topology that changes gets another view. So an answer is worked out once, and after that looked up.
 */
final class View {
    /** Chosen: an application has a handful of selectors; one that makes up new ones all the time pays for each. */
    private static final int MOST_KNOWN = 64;

    private static final Duration ANYWHERE = Duration.ofDays(1);

    private final TopologyDescription topology;
    private final Map<ServerAddress, Server> servers;
    private final Duration localThreshold;
    private final Map<ServerSelector, List<Server>> known = new ConcurrentHashMap<>();

    /**
     * A view.
     *
     * @param servers one for each description
     */
    View(TopologyDescription topology, Map<ServerAddress, Server> servers, Duration localThreshold) {
        this.topology = topology;
        this.servers = Map.copyOf(servers);
        this.localThreshold = localThreshold;
    }

    /** The view of another topology; servers that are part of both are the same. */
    View with(TopologyDescription other, Function<ServerAddress, Server> newServer) {
        Map<ServerAddress, Server> its = new HashMap<>();
        other.servers().forEach(server -> {
            Server known = servers.get(server.address());
            its.put(server.address(), known == null ? newServer.apply(server.address()) : known);
        });
        return new View(other, its, localThreshold);
    }

    TopologyDescription topology() {
        return topology;
    }

    Map<ServerAddress, Server> servers() {
        return servers;
    }

    /** A server that is part of the topology; null if it is not, or not any more. */
    @Nullable
    Server server(ServerAddress address) {
        return servers.get(address);
    }

    /**
     * A server that an operation has to go to because nobody else can do it; null if that is in doubt, and its monitor has not
     * yet found out how it is.
     *
     * @throws MongoConnectException if it has left the topology, or its monitor has asked it in vain
     */
    @Nullable
    Server availableMember(ServerAddress address) {
        ServerDescription description = topology.server(address).orElse(null);
        if (description == null) {
            throw new MongoConnectException(
                    address + " is no longer part of the topology", ErrorContext.unsent(address), null);
        }
        if (description.error() != null && description.lastUpdateNanos() != null) {
            throw new MongoConnectException(
                    address + " does not answer its monitor: " + description.error(),
                    ErrorContext.unsent(address),
                    null);
        }
        return description.type().isAvailable() ? servers.get(address) : null;
    }

    /** Those that an operation may go to; it takes one of them. */
    List<Server> candidates(ServerSelector selector) {
        List<Server> answer = known.get(selector);
        if (answer == null) {
            answer = work(selection(selector, Set.of()));
            if (known.size() < MOST_KNOWN) {
                known.put(selector, answer);
            }
        }
        return answer;
    }

    /** As above, for an operation that has failed at some of them. */
    List<Server> candidates(ServerSelector selector, Set<ServerAddress> deprioritized) {
        return deprioritized.isEmpty() ? candidates(selector) : work(selection(selector, deprioritized));
    }

    /** Whether an operation may go to this server, be it near or not. */
    boolean isSuitable(ServerSelector selector, Server server) {
        return new Selection(selector, ANYWHERE, Set.of())
                .candidates(topology).stream()
                        .anyMatch(candidate -> candidate.address().equals(server.address()));
    }

    Selection selection(ServerSelector selector, Set<ServerAddress> deprioritized) {
        return new Selection(selector, localThreshold, deprioritized);
    }

    private List<Server> work(Selection selection) {
        return selection.candidates(topology).stream()
                .map(ServerDescription::address)
                .map(servers::get)
                .map(Objects::requireNonNull)
                .toList();
    }
}
