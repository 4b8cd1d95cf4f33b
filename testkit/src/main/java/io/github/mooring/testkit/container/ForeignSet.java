package io.github.mooring.testkit.container;

import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Candidates as an adapter must be able to take them: the set can be gone through and nothing else, and holds null and an
 * object of somebody else's besides.
 */
final class ForeignSet extends AbstractSet<@Nullable Object> {
    private final List<@Nullable Object> members = new ArrayList<>();

    ForeignSet(Set<?> candidates) {
        members.add(null);
        members.add(new Object());
        members.addAll(candidates);
    }

    @Override
    public Iterator<@Nullable Object> iterator() {
        return Collections.unmodifiableList(members).iterator();
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public boolean contains(@Nullable Object member) {
        throw new UnsupportedOperationException("the container allows its candidates to be gone through only");
    }
}
