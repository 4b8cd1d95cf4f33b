package io.github.mooring.pool;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The groups of one pool that have members; guarded by the pool's lock. A group ends with its last member. */
final class Groups {
    private final Map<Object, Group> known = new HashMap<>();

    Membership join(Object key) {
        return known.computeIfAbsent(key, Group::new).join();
    }

    void leave(Membership membership) {
        Group group = membership.whole();
        if (group.leave()) {
            known.remove(group.key());
        }
    }

    /** Null if it has no members. */
    @Nullable
    Group find(Object key) {
        return known.get(key);
    }

    /** How many members each has. */
    Map<Object, Integer> sizes() {
        Map<Object, Integer> sizes = new HashMap<>();
        known.forEach((key, group) -> sizes.put(key, group.members()));
        return sizes;
    }
}
