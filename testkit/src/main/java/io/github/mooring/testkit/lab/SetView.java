package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A replica set at one moment. Immutable.
 *
 * @param name the set's name
 * @param version the version of its configuration
 * @param term how many elections there were
 * @param members those that are configured, in order
 */
record SetView(String name, int version, long term, List<MemberView> members) {
    /**
     * One member at that moment.
     *
     * @param id its number in the configuration
     * @param address {@code host:port}
     * @param options its configuration
     * @param state what it is
     * @param reachable whether the other members hear from it
     * @param lag how far it is behind the primary
     * @param topologyVersion its own topology version
     */
    record MemberView(
            int id,
            String address,
            MemberOptions options,
            MemberState state,
            boolean reachable,
            Duration lag,
            Document topologyVersion) {}

    Optional<MemberView> primary() {
        return members.stream()
                .filter(member -> member.state() == MemberState.PRIMARY)
                .findFirst();
    }

    List<String> addresses(Predicate<MemberOptions> kind) {
        return members.stream()
                .filter(member -> kind.test(member.options()))
                .map(MemberView::address)
                .toList();
    }
}
