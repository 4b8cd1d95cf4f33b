package io.github.mooring.pool;

import java.util.ArrayList;
import java.util.List;

/** Finds out who holds what. */
final class Holders {
    private Holders() {}

    static <R> List<Holder> of(Engine<R> pool, boolean stacks) {
        long now = pool.coarse.nanoTime();
        List<Holder> holders = new ArrayList<>();
        for (Slot<R> slot : pool.board.slots()) {
            Holder holder = slot.holder(now, stacks);
            if (holder != null) {
                holders.add(holder);
            }
        }
        return holders;
    }

    /** Who holds what, as it stands in the texts of exceptions: the first few. */
    static String text(Engine<?> pool) {
        List<Holder> all = of(pool, false);
        if (all.isEmpty()) {
            return "";
        }
        int shown = Math.min(3, all.size());
        StringBuilder text = new StringBuilder("; held: ");
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : ", ").append(all.get(i));
        }
        return text.append(all.size() > shown ? ", ..." : "").toString();
    }
}
