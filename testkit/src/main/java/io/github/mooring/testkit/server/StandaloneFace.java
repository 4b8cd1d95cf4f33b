package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A server that is no member of anything: always writable, no retryable writes, nobody to replicate to. */
final class StandaloneFace implements Face {
    private static final int BAD_VALUE = 2;

    @Override
    public void describe(Command hello, Document reply) {
        reply.append(hello.given().equals("hello") ? "isWritablePrimary" : "ismaster", true);
    }

    @Override
    public void checkOptions(Document command) {
        if (command.containsKey("txnNumber")) {
            throw new CommandFailure(20, "Transaction numbers are only allowed on a replica set member or mongos");
        }
        if (command.get("writeConcern") instanceof Document concern) {
            checkWriteConcern(concern.get("w"));
        }
    }

    private static void checkWriteConcern(@Nullable Object w) {
        if (w instanceof Number nodes && nodes.intValue() > 1) {
            throw new CommandFailure(BAD_VALUE, "cannot use 'w' > 1 when a host is not replicated");
        }
        if (w instanceof String mode && !mode.equals("majority")) {
            throw new CommandFailure(
                    BAD_VALUE,
                    "cannot use non-majority 'w' mode \"" + mode + "\" when a host is not a member of a replica set");
        }
    }

    @Override
    public @Nullable CompletableFuture<?> changeSince(Document topologyVersion) {
        return null;
    }

    @Override
    public CompletableFuture<CommandFailure> interruption(Command command) {
        return new CompletableFuture<>();
    }

    @Override
    public void complete(Command command, Peer peer, Document reply) {
        // a server that stands alone has nothing to add
    }
}
