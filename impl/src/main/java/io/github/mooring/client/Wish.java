package io.github.mooring.client;

import io.github.mooring.api.MongoConnectException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.topology.KnownDead;
import io.github.mooring.topology.SelectionText;
import io.github.mooring.topology.ServerSelector;
import io.github.mooring.topology.TwoChoices;
import io.github.mooring.topology.WriteSelector;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which server an operation wants; immutable.
 *
 * @param selector      of which kind
 * @param preferred     the one to stay at if it is of that kind, however far away; null for none
 * @param deprioritized those at which it has failed already
 * @param only          the one that alone can do it, of whatever kind it is; null if others can
 */
record Wish(
        ServerSelector selector,
        @Nullable ServerAddress preferred,
        Set<ServerAddress> deprioritized,
        @Nullable ServerAddress only) {
    /** For a first attempt. */
    static Wish of(ServerSelector selector) {
        return new Wish(selector, null, Set.of(), null);
    }

    /** For what only this server knows of, such as a cursor. */
    static Wish at(ServerAddress server) {
        return new Wish(new WriteSelector(), null, Set.of(), server);
    }

    /** This, and rather at a server than at others. */
    Wish preferring(ServerAddress server) {
        return new Wish(selector, server, deprioritized, only);
    }

    /** This, and rather at others than at a server at which the operation has failed. */
    Wish avoiding(ServerAddress server) {
        Set<ServerAddress> more = new HashSet<>(deprioritized);
        more.add(server);
        return new Wish(selector, null, more, only);
    }

    /**
     * The server to use; null if there is none now.
     *
     * @throws MongoConnectException if it could be one server only, and that has left or does not answer its monitor
     */
    @Nullable
    Server choose(View view) {
        if (only != null) {
            return view.availableMember(only);
        }
        Server held = preferred == null ? null : held(view);
        if (held != null) {
            return held;
        }
        List<Server> candidates = view.candidates(selector, deprioritized);
        return switch (candidates.size()) {
            case 0 -> null;
            case 1 -> candidates.get(0);
            default -> TwoChoices.of(candidates, Server::operations, ThreadLocalRandom.current()::nextInt);
        };
    }

    /** A session that has read there wants to read there again, even if somebody else is nearer by now. */
    private @Nullable Server held(View view) {
        Server server = view.server(Objects.requireNonNull(preferred));
        return server != null && view.isSuitable(selector, server) ? server : null;
    }

    /** Whether it is known that there will be nobody, because nobody has answered who was asked since. */
    boolean isHopeless(View view, long sinceNanos) {
        return KnownDead.isKnown(view.topology(), view.selection(selector, deprioritized), sinceNanos);
    }

    /**
     * Whether an operation that waits has reason to look at a view: there is a server for it, or none to be expected.
     *
     * @param sinceNanos not after any such operation has begun to wait
     */
    boolean isConcernedBy(View view, long sinceNanos) {
        if (only != null) {
            return true;
        }
        try {
            return !view.candidates(selector, deprioritized).isEmpty() || isHopeless(view, sinceNanos);
        } catch (MongoException e) {
            return true; // it is the operation that is to be told
        }
    }

    /** What an operation is told that has found nobody in time. */
    String nobody(View last, long nowNanos) {
        return only == null
                ? SelectionText.nobody(last.selection(selector, deprioritized), last.topology(), nowNanos)
                : only + " alone could carry it out; the topology is " + SelectionText.of(last.topology(), nowNanos);
    }
}
