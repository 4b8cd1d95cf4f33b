package io.github.mooring.management;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.auth.Identity;
import io.github.mooring.client.Insight;
import io.github.mooring.pool.Holder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Who holds which connection, in words. Stateless. */
final class HolderDump {
    private HolderDump() {}

    /** A line for each; those who have held theirs for longest come first. */
    static String[] of(Insight deployment, boolean stacks) {
        List<Held> all = new ArrayList<>();
        deployment
                .holders(stacks)
                .forEach((server, users) -> users.forEach(
                        (user, holders) -> holders.forEach(holder -> all.add(new Held(server, user, holder)))));
        all.sort(Comparator.comparing((Held held) -> held.holder.held()).reversed());
        return all.stream().map(Held::line).toArray(String[]::new);
    }

    private record Held(ServerAddress server, Identity user, Holder holder) {
        String line() {
            return server + " for " + BeanNames.user(user) + ": connection " + holder + stack();
        }

        private String stack() {
            return holder.stack().stream()
                    .map(frame -> System.lineSeparator() + "\tat " + frame)
                    .collect(Collectors.joining());
        }
    }
}
