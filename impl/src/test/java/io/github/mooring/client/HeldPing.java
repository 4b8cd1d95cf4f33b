package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.operation.Access;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.CommandReply;
import io.github.mooring.operation.CommandWriter;
import io.github.mooring.operation.Ping;
import io.github.mooring.testkit.Gate;
import java.time.Duration;

/** A ping that holds its connection until the gate is opened, and is sent only then. */
record HeldPing(Gate gate) implements Command<Duration> {
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
        return Access.PRIMARY;
    }

    @Override
    public void encode(CommandWriter out) {
        try {
            assertThat(gate.pass(10_000, () -> false)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        new Ping().encode(out);
    }

    @Override
    public Duration decode(CommandReply reply) {
        return new Ping().decode(reply);
    }
}
