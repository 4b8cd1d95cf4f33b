package io.github.mooring.operation;

import java.time.Duration;

/** The {@code ping} command; what comes of it is how long it took. */
public record Ping() implements Command<Duration> {
    @Override
    public String name() {
        return "ping";
    }

    @Override
    public String databaseName() {
        return "admin";
    }

    @Override
    public Access access() {
        return Access.READ_PLAIN;
    }

    @Override
    public boolean wantsRoundTrip() {
        return true;
    }

    @Override
    public boolean mayShare() {
        return true;
    }

    @Override
    public boolean isHarmless() {
        return true;
    }

    @Override
    public void encode(CommandWriter out) {
        out.int32("ping", 1);
    }

    @Override
    public Duration decode(CommandReply reply) {
        return reply.roundTrip();
    }
}
