package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.ServerAddress;
import java.time.Duration;

/** What goes wrong with a call on one channel, in words; immutable. */
final class CallErrors {
    private final ServerAddress server;
    /** Of the channel. */
    private final String name;

    private final ErrorContext sent;
    private final ErrorContext unsent;

    CallErrors(ServerAddress server, String name) {
        this.server = server;
        this.name = name;
        this.sent = ErrorContext.sent(server);
        this.unsent = ErrorContext.unsent(server);
    }

    MongoDocumentException unsendable(String command, RuntimeException e) {
        return new MongoDocumentException(
                "cannot send " + command + " to " + server + ": " + e.getMessage(), unsent, e);
    }

    MongoProtocolException surplus(String command, Death death) {
        return new MongoProtocolException(
                death.reason() + " (behind the answer to " + command + " on " + name + ")", sent, death.cause());
    }

    /** The caller does not want to wait any longer: it was interrupted, or its time is up. */
    MongoException impatience(Call call, boolean wasSent) {
        ErrorContext context = context(call, wasSent);
        String what = call.command + " on " + name + ": " + (wasSent ? "the reply did not come" : "it was not sent");
        if (Thread.currentThread().isInterrupted()) {
            return new MongoInterruptedException(what + " before the thread was interrupted", context, null);
        }
        return new MongoOperationTimeoutException(
                what + " in time (deadline of " + call.deadline.budget().toMillis() + " ms, passed after "
                        + call.deadline.elapsed().toMillis() + " ms)",
                context,
                null);
    }

    /** The socket has been silent for too long, which a caller with more time need not take for an answer. */
    MongoException silence(Call call, Duration limit, boolean wasSent) {
        return new MongoOperationTimeoutException(
                call.command + " on " + name + ": " + (wasSent ? "the reply did not come" : "it was not sent")
                        + ", and nothing has come for " + limit.toMillis() + " ms (socketTimeoutMS)",
                context(call, wasSent),
                null);
    }

    MongoException own(MongoException fault, Call call, boolean wasSent) {
        return Death.own(fault, call, name, context(call, wasSent));
    }

    MongoException ofDeath(Death death, Call call, boolean wasSent) {
        return death.failure(call, name, context(call, wasSent));
    }

    /** For those who had no call on it. */
    MongoException ofDeath(Death death) {
        return death.failure(name, sent);
    }

    private ErrorContext context(Call call, boolean wasSent) {
        return wasSent ? sent.withHarmless(call.harmless) : unsent;
    }
}
