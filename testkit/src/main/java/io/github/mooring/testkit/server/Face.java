package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a server is to its clients: one that stands alone, a member of a replica set, a mongos.
 *
 * <p>The seam between the server's front (sockets, users, fail points) and the part that a server plays. Implementations
 * are thread-safe: each connection asks on its own thread.
 */
public interface Face {
    /** A server that stands alone and announces no changes. */
    static Face standalone() {
        return new StandaloneFace();
    }

    /**
     * Says in a reply to hello what the server is; at least {@code isWritablePrimary}, or {@code ismaster} if the client
     * used an older name.
     */
    void describe(Command hello, Document reply);

    /**
     * Looks at the options that any command may carry.
     *
     * @throws CommandFailure if one of them makes no sense on a server of this kind
     */
    void checkOptions(Document command);

    /**
     * What an awaitable hello waits for: completes once hello has more to say than the client knows, which may be already.
     *
     * @param topologyVersion the version that the client knows
     * @return null if a server of this kind announces no changes; hello is then answered at once
     */
    @Nullable
    CompletableFuture<?> changeSince(Document topologyVersion);

    /** Completes if the command, which runs now, must stop before its end; the failure is its answer then. */
    CompletableFuture<CommandFailure> interruption(Command command);

    /** Adds to a reply, be it an error or not, what servers of this kind put into every one: labels, times, versions. */
    void complete(Command command, Peer peer, Document reply);
}
