package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.ErrorNames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A fault for chosen commands, with the meaning of MongoDB's fail point {@code failCommand}, or for numbered writes, with that of
 * {@code onPrimaryTransactionalWrite}. Immutable.
 *
 * <p>Order of effects: the command blocks, then the connection closes or the error is sent instead of running the command;
 * a write concern error is added to the reply of a command that did run.
 */
public final class FailCommand {
    /** Every time, until switched off. */
    static final int ALWAYS = -1;

    final Set<String> commands;
    /** Whether it is meant for writes that have a number, whatever they are called. */
    final boolean numberedWrites;

    final int skip;
    final int times;
    final boolean closesConnection;
    final boolean closesAfterwards;
    final long blockMillis;
    final @Nullable Integer errorCode;
    /** Null: the server labels the error as it would label any other. */
    final @Nullable List<String> errorLabels;

    final @Nullable Document writeConcernError;
    final @Nullable String appName;
    final @Nullable String namespace;

    private FailCommand(Builder builder) {
        commands = builder.commands;
        numberedWrites = builder.numberedWrites;
        skip = builder.skip;
        times = builder.times;
        closesConnection = builder.closesConnection;
        closesAfterwards = builder.closesAfterwards;
        blockMillis = builder.blockMillis;
        errorCode = builder.errorCode;
        errorLabels = builder.errorLabels;
        writeConcernError = builder.writeConcernError;
        appName = builder.appName;
        namespace = builder.namespace;
    }

    /** A fault for these commands, by the names that clients send; by default it strikes every time. */
    public static Builder on(String... commands) {
        return new Builder(Set.of(commands), false);
    }

    /** A fault for writes that a client may send a second time, outside of transactions: those with a {@code txnNumber}. */
    public static Builder onNumberedWrites() {
        return new Builder(Set.of(), true);
    }

    boolean strikes(Command command, @Nullable String application) {
        boolean meant = numberedWrites
                ? command.body().containsKey("txnNumber") && !command.body().containsKey("autocommit")
                : commands.contains(command.given()) || commands.contains(command.name());
        return meant
                && (appName == null || appName.equals(application))
                && (namespace == null || namespace.equals(command.namespace()));
    }

    /** Puts the fault's own labels on a reply, if it has any to say. */
    Document label(Document reply) {
        return errorLabels == null ? reply : reply.append("errorLabels", errorLabels);
    }

    /** Says what the fault does. Not thread-safe. */
    public static final class Builder {
        private final Set<String> commands;
        private final boolean numberedWrites;
        private int skip;
        private int times = ALWAYS;
        private boolean closesConnection;
        private boolean closesAfterwards;
        private long blockMillis;
        private @Nullable Integer errorCode;
        private @Nullable List<String> errorLabels;
        private @Nullable Document writeConcernError;
        private @Nullable String appName;
        private @Nullable String namespace;

        Builder(Set<String> commands, boolean numberedWrites) {
            this.commands = commands;
            this.numberedWrites = numberedWrites;
        }

        /** Strikes this often, then never again; at least once. */
        public Builder times(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("times must be at least 1, not " + count);
            }
            times = count;
            return this;
        }

        /** Lets this many matching commands pass first, then strikes every time. */
        public Builder skip(int count) {
            if (count < 0) {
                throw new IllegalArgumentException("skip must be at least 0, not " + count);
            }
            skip = count;
            return this;
        }

        /** Answers with this error instead of running the command. */
        public Builder errorCode(int code) {
            errorCode = code;
            return this;
        }

        /** Labels on the error, or beside a write concern error, instead of those that the server would choose; may be none. */
        public Builder errorLabels(String... labels) {
            errorLabels = List.of(labels);
            return this;
        }

        /** Closes the connection instead of running the command. */
        public Builder closeConnection() {
            closesConnection = true;
            return this;
        }

        /** Closes the connection instead of answering, after the command has run. */
        public Builder closeConnectionAfterwards() {
            closesAfterwards = true;
            return this;
        }

        /** Waits before anything else; the end of the server or of the connection ends the wait. */
        public Builder block(Duration duration) {
            blockMillis = duration.toMillis();
            return this;
        }

        /** Adds a write concern error to the reply of a command that ran. */
        public Builder writeConcernError(int code, String message) {
            return writeConcernError(new Document("code", code)
                    .append("codeName", ErrorNames.of(code))
                    .append("errmsg", message));
        }

        Builder writeConcernError(Document error) {
            writeConcernError = error;
            return this;
        }

        /** Strikes only connections whose client calls its application so. */
        public Builder appName(String name) {
            appName = name;
            return this;
        }

        /** Strikes only commands on this collection, given as {@code database.collection}. */
        public Builder namespace(String fullName) {
            namespace = fullName;
            return this;
        }

        /** The fault. */
        public FailCommand build() {
            return new FailCommand(this);
        }
    }
}
