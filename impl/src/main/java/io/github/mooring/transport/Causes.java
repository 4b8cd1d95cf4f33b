package io.github.mooring.transport;

import org.jspecify.annotations.Nullable;

/** Looks into the causes of an exception. */
final class Causes {
    /** Deeper than the JDK nests; causes may go round in a circle. */
    private static final int DEEPEST = 20;

    private Causes() {}

    static boolean has(Throwable e, Class<? extends Throwable> type) {
        return find(e, type) != null;
    }

    /** The first of a kind, the exception itself included; null if there is none. */
    static <T extends Throwable> @Nullable T find(Throwable e, Class<T> type) {
        int depth = 0;
        for (Throwable each = e; each != null && depth < DEEPEST; each = each.getCause(), depth++) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
