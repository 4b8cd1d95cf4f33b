package io.github.mooring.operation;

import io.github.mooring.api.ServerAddress;

/**
 * The {@code killCursors} command for one cursor.
 *
 * @param server who has the cursor
 */
public record KillCursors(ServerAddress server, String databaseName, String collectionName, long cursorId)
        implements Command<Boolean> {
    @Override
    public String name() {
        return "killCursors";
    }

    @Override
    public Access access() {
        return Access.READ_PLAIN;
    }

    @Override
    public boolean mayShare() {
        return true;
    }

    @Override
    public void encode(CommandWriter out) {
        out.string("killCursors", collectionName);
        out.int64s("cursors", cursorId);
    }

    /** Whether the server still knew the cursor. */
    @Override
    public Boolean decode(CommandReply reply) {
        var killed = reply.body().array("cursorsKilled");
        return killed != null && killed.first() >= 0;
    }
}
