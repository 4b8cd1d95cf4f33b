package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What an awaitable hello asks for: an answer once the topology version is another, or when the time is over.
 *
 * @param topologyVersion what the client knows
 * @param millis the longest wait
 */
record HelloWait(Document topologyVersion, long millis) {
    private static final int BAD_AWAIT = 31368;
    private static final String VERSION = "topologyVersion";
    private static final String TIME = "maxAwaitTimeMS";

    /** Null if the command is no hello or wants its answer at once. */
    static @Nullable HelloWait of(Command command) {
        Document body = command.body();
        if (!command.name().equals("hello") || (body.get(VERSION) == null && body.get(TIME) == null)) {
            return null;
        }
        if (!(body.get(VERSION) instanceof Document version)
                || !(version.get("counter") instanceof Number counter)
                || !(body.get(TIME) instanceof Number time)
                || counter.longValue() < 0
                || time.longValue() < 0) {
            throw new CommandFailure(
                    BAD_AWAIT, "hello takes topologyVersion and maxAwaitTimeMS together, neither of them negative");
        }
        return new HelloWait(version, time.longValue());
    }

    /** Whether another answer follows this one unasked. */
    static boolean streams(Frame request, Command command, Document reply) {
        return request.hasFlag(Frame.EXHAUST_ALLOWED)
                && !command.legacy()
                && command.name().equals("hello")
                && command.body().containsKey(TIME)
                && reply.get(VERSION) instanceof Document
                && Double.valueOf(1).equals(reply.get("ok"));
    }

    /** The command that the server gives itself after having answered {@code command} in a stream. */
    static Command next(Command command, Document reply) {
        Document body = new Document(command.body());
        body.remove("client");
        body.put(VERSION, reply.get(VERSION));
        return new Command(command.given(), command.name(), body, command.legacy());
    }
}
