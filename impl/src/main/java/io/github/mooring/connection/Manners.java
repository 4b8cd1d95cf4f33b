package io.github.mooring.connection;

import io.github.mooring.time.VirtualThreads;
import java.util.function.BooleanSupplier;

/**
 * What callers on one connection do for each other beyond what they must, so that fewer writes carry more; immutable.
 *
 * @param letsOthersFirst whether the current thread, when it has the pen and is not alone, lets those run first who may have
 *                        something to send
 * @param manyReplies     whoever has read so many replies at once keeps the pen while it wakes their owners, and then writes
 *                        what those who came back meanwhile have to send
 */
record Manners(BooleanSupplier letsOthersFirst, int manyReplies) {
    /**
     * Virtual threads let others first: to yield costs them next to nothing. A platform thread that yields stands behind others for
     * milliseconds. Eight replies is chosen by measuring: three helped with 4 connections and harmed with 16, where as
     * many are rare; seventeen helped less.
     */
    static final Manners USUAL = new Manners(VirtualThreads::isCurrent, 8);
}
