package io.github.mooring.bench.load;

import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * The threads of a load.
 *
 * @param count   how many
 * @param virtual whether they are virtual ones, which a JDK has from 21 on
 */
public record Threads(int count, boolean virtual) {
    /** So many of the usual kind. */
    public static Threads platform(int count) {
        return new Threads(count, false);
    }

    /** Makes them. This is compiled for JDK 17, so the way to the virtual ones is reflection. */
    ThreadFactory factory() {
        if (!virtual) {
            return Executors.defaultThreadFactory();
        }
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JDK " + Runtime.version() + " has no virtual threads", e);
        }
    }
}
