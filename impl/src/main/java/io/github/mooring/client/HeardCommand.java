package io.github.mooring.client;

import io.github.mooring.api.ServerAddress;
import io.github.mooring.operation.Access;
import io.github.mooring.operation.Command;
import io.github.mooring.operation.CommandReply;
import io.github.mooring.operation.CommandWriter;
import io.github.mooring.operation.OperationLink;
import io.github.mooring.operation.Retry;
import io.github.mooring.operation.SequenceWriter;
import org.jspecify.annotations.Nullable;

/**
 * A command of which somebody wants to hear; otherwise the same. So whatever is done with commands need not know of it.
 *
 * @param command     the command itself
 * @param news        who tells of it
 * @param operationId the number of the operation that it is a part of
 * @param user        who runs it, as {@code user@source}; null for nobody
 */
record HeardCommand<R>(
        Command<R> command,
        CommandNews news,
        long operationId,
        @Nullable String user) implements Command<R> {
    @Override
    public String name() {
        return command.name();
    }

    @Override
    public String databaseName() {
        return command.databaseName();
    }

    @Override
    public Access access() {
        return command.access();
    }

    @Override
    public boolean mayGoUnanswered() {
        return command.mayGoUnanswered();
    }

    @Override
    public boolean mayShare() {
        return command.mayShare();
    }

    @Override
    public boolean isHarmless() {
        return command.isHarmless();
    }

    @Override
    public @Nullable ServerAddress server() {
        return command.server();
    }

    @Override
    public Retry retry() {
        return command.retry();
    }

    @Override
    public boolean wantsRoundTrip() {
        return command.wantsRoundTrip();
    }

    @Override
    public @Nullable OperationLink link() {
        return command.link();
    }

    @Override
    public void encode(CommandWriter out) {
        command.encode(out);
    }

    @Override
    public boolean hasSequences() {
        return command.hasSequences();
    }

    @Override
    public void encodeSequences(SequenceWriter out) {
        command.encodeSequences(out);
    }

    @Override
    public R decode(CommandReply reply) {
        return command.decode(reply);
    }

    @Override
    public R unacknowledged() {
        return command.unacknowledged();
    }
}
