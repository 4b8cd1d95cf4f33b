package io.github.mooring.operation;

import org.bson.BsonDocument;
import org.bson.UuidRepresentation;
import org.bson.codecs.Decoder;
import org.bson.conversions.Bson;

/**
 * A command of the caller's own making.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/run-command/run-command.md">Run Command</a>
 */
public final class RunCommand<T> implements Command<T> {
    private final String databaseName;
    private final BsonDocument command;
    private final Decoder<T> decoder;

    /** A command to be run, in which UUIDs are written in the standard representation. */
    public RunCommand(String databaseName, Bson command, Decoder<T> decoder) {
        this(databaseName, command, DocumentCodecs.of(UuidRepresentation.STANDARD), decoder);
    }

    /**
     * A command to be run.
     *
     * @param codecs turn it into BSON
     * @throws IllegalArgumentException if it is empty or brings a {@code $db} of its own
     */
    public RunCommand(String databaseName, Bson command, DocumentCodecs codecs, Decoder<T> decoder) {
        this.databaseName = databaseName;
        this.command = codecs.tree(command);
        this.decoder = decoder;
        if (this.command.isEmpty()) {
            throw new IllegalArgumentException("command is empty; its first key has to be the command's name");
        }
        if (this.command.containsKey("$db")) {
            throw new IllegalArgumentException("command brings a $db of its own; choose the database with getDatabase");
        }
    }

    /** Whether the caller has said something by a field of that name. */
    public boolean has(String field) {
        return command.containsKey(field);
    }

    @Override
    public String name() {
        return command.getFirstKey();
    }

    @Override
    public String databaseName() {
        return databaseName;
    }

    @Override
    public Access access() {
        return Access.PRIMARY;
    }

    @Override
    public void encode(CommandWriter out) {
        command.forEach(out::value);
    }

    @Override
    public T decode(CommandReply reply) {
        return reply.decode(reply.body(), decoder);
    }
}
