package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import io.github.mooring.testkit.engine.CommandFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One member's state.
 *
 * <p>Everything that is neither final nor volatile is confined to the lock of the {@link ReplicaSet} that it belongs to.
 */
final class Member {
    final int id;
    final String address;
    final MemberOptions options;

    /** What it is whenever it is up, if it plays no part in elections; null for a member of a set. */
    final @Nullable MemberState alone;

    /** What is done to its answers to hello before they leave; not under the lock. */
    volatile Consumer<Document> lie = reply -> {};

    boolean up;
    boolean frozen;
    /** Whether it neither hears from the other members nor is heard by them, while clients reach it. */
    boolean isolated;
    /** The term in which it was elected, if it still believes to be primary though the others do not; else 0. */
    long claim;

    boolean recovering;
    boolean removed;
    /** {@link System#nanoTime} before which it does not stand for election. */
    long barredUntil = System.nanoTime();

    Duration lag = Duration.ZERO;

    /** Together with the counter the topology version; another one for each start of the member. */
    ObjectId processId = new ObjectId();

    long counter;
    /** Completes when the counter moves or the member goes down. */
    CompletableFuture<Void> change = new CompletableFuture<>();
    /** Completes when writes that run have to stop. */
    CompletableFuture<CommandFailure> writesStop = new CompletableFuture<>();
    /** Completes when everything that runs has to stop. */
    CompletableFuture<CommandFailure> allStop = new CompletableFuture<>();

    Member(int id, String address, MemberOptions options, @Nullable MemberState alone) {
        this.id = id;
        this.address = address;
        this.options = options;
        this.alone = alone;
    }

    /** Whether other members hear from it. */
    boolean votes() {
        return up && !frozen && !isolated && !removed && alone == null;
    }

    /** Whether it has a write that was done so many nanoseconds ago. */
    boolean has(long elapsed) {
        return votes() && !options.arbiter() && elapsed >= lag.toNanos();
    }

    boolean electable(long now) {
        return votes() && !recovering && options.priority() > 0 && now - barredUntil >= 0;
    }

    MemberState state(boolean primary) {
        if (!up) {
            return MemberState.DOWN;
        }
        if (alone != null) {
            return alone;
        }
        if (removed) {
            return MemberState.REMOVED;
        }
        if (options.arbiter()) {
            return MemberState.ARBITER;
        }
        if (recovering) {
            return MemberState.RECOVERING;
        }
        return primary ? MemberState.PRIMARY : MemberState.SECONDARY;
    }

    Document topologyVersion() {
        return new Document("processId", processId).append("counter", counter);
    }

    boolean knows(Document topologyVersion) {
        return processId.equals(topologyVersion.get("processId"))
                && topologyVersion.get("counter") instanceof Number known
                && known.longValue() == counter;
    }

    @Override
    public String toString() {
        return address;
    }
}
