package io.github.mooring.connection;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Calls one behind the other, linked by themselves so that nothing is allocated; guarded by the traffic's lock. */
final class CallList {
    private @Nullable Call first;
    private @Nullable Call last;
    private int size;

    int size() {
        return size;
    }

    @Nullable
    Call first() {
        return first;
    }

    /** Adds a call that is in no list. */
    void add(Call call) {
        call.next = null;
        if (last == null) {
            first = call;
        } else {
            last.next = call;
        }
        last = call;
        size++;
    }

    @Nullable
    Call removeFirst() {
        Call removed = first;
        if (removed != null) {
            first = removed.next;
            last = first == null ? null : last;
            removed.next = null;
            size--;
        }
        return removed;
    }

    /** Takes a call out that is in this list, wherever it stands. */
    void remove(Call call) {
        Call before = null;
        for (Call each = first; each != call; each = each.next) {
            if (each == null) {
                throw new IllegalStateException("bug: " + call + " is not in the list");
            }
            before = each;
        }
        if (before == null) {
            removeFirst();
            return;
        }
        before.next = call.next;
        last = call == last ? before : last;
        call.next = null;
        size--;
    }

    /** Empties the list; its calls stay linked, the first one first. */
    @Nullable
    Call takeAll() {
        Call all = first;
        first = null;
        last = null;
        size = 0;
        return all;
    }

    void forEach(Consumer<Call> visitor) {
        for (Call each = first; each != null; each = each.next) {
            visitor.accept(each);
        }
    }
}
