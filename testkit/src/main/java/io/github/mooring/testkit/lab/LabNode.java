package io.github.mooring.testkit.lab;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.bson.Json;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.server.FailCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One member of a {@link Lab}: a server on a port of its own, which can be stopped, killed, frozen and started again.
 *
 * <p>Thread-safe. What a process knows ends with it: fail points, recorded requests, cursors; the data, the users and the
 * port stay.
 */
public final class LabNode {
    private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(1);

    private final Lab lab;
    private final ReplicaSet set;
    private final Member member;
    private final Port port;
    private final Network network = new Network();
    private final AtomicReference<@Nullable Run> process = new AtomicReference<>();

    /**
     * A run of the member's server.
     *
     * @param server its front
     * @param engine its access to the data
     */
    record Run(EmbeddedServer server, MemberEngine engine) {
        void close() {
            try {
                server.close();
            } finally {
                engine.close();
            }
        }
    }

    LabNode(Lab lab, ReplicaSet set, Member member, Port port) {
        this.lab = lab;
        this.set = set;
        this.member = member;
        this.port = port;
    }

    /** Its number in the configuration, from 0. */
    public int id() {
        return member.id;
    }

    /** {@code host:port}, as hello tells it. */
    public String address() {
        return member.address;
    }

    /** Its port on loopback, the same for all its life. */
    public int port() {
        return port.number();
    }

    /** Its part of the configuration. */
    public MemberOptions options() {
        return member.options;
    }

    /** What it is at this moment, or believes to be if it is isolated. */
    public MemberState state() {
        return set.stateOf(member);
    }

    /** Whether {@link #freeze} holds it. */
    public boolean isFrozen() {
        return set.isFrozen(member);
    }

    /** A connection string for this member alone. */
    public String directUri() {
        return "mongodb://" + address() + "/?directConnection=true";
    }

    /**
     * The running server, with its counts, records and connections.
     *
     * @throws IllegalStateException if the member is down
     */
    public EmbeddedServer server() {
        Run running = process.get();
        if (running == null) {
            throw new IllegalStateException("member " + id() + " (" + address() + ") is down");
        }
        return running.server();
    }

    /**
     * Starts the member's server.
     *
     * @throws IllegalStateException if it runs already
     */
    public void start() {
        startUnelected();
        lab.review();
    }

    /** Starts, but leaves it to the caller to see to a primary. */
    void startUnelected() {
        if (process.get() != null) {
            throw new IllegalStateException("member " + id() + " (" + address() + ") runs already");
        }
        network.renew();
        set.up(member);
        Run started = launch();
        if (!process.compareAndSet(null, started)) {
            started.close();
            throw new IllegalStateException("member " + id() + " was started twice at once");
        }
    }

    private Run launch() {
        try {
            return lab.launch(this, network);
        } catch (RuntimeException e) {
            set.down(member);
            throw e;
        }
    }

    /** Shuts the server down in order: what runs is interrupted, connections are closed, connects are refused. */
    public void stop() {
        Run running = process.getAndSet(null);
        if (running != null) {
            set.down(member);
            lab.review();
            end(running);
        }
    }

    /** Ends the server as a crash does: all connections are reset in the middle of whatever they do, connects are refused. */
    public void kill() {
        Run running = process.getAndSet(null);
        if (running != null) {
            network.resetFromNowOn();
            set.down(member);
            lab.review();
            end(running);
        }
    }

    private void end(Run running) {
        try {
            running.close();
        } finally {
            network.ended(CLOSE_TIMEOUT);
        }
    }

    /** {@link #stop} and {@link #start}. */
    public void restart() {
        stop();
        start();
    }

    /**
     * Holds the process as a debugger would: connects succeed, requests are taken, nothing is answered, on old connections
     * and new ones. The other members hear no more of it, and elect another if it was primary.
     */
    public void freeze() {
        network.freeze(true);
        set.freeze(member, true);
        lab.review();
    }

    /** Lets a frozen process go on; what has come in meanwhile is worked through. */
    public void thaw() {
        set.freeze(member, false);
        network.freeze(false);
        lab.review();
    }

    /**
     * Cuts the member off from the other members, while clients reach it. They elect another if it was primary; it goes on to
     * say that it is, with the electionId of its own election. Writes that it takes wait, and are interrupted when it rejoins.
     */
    public void isolate() {
        set.isolate(member);
        lab.review();
    }

    /** Ends {@link #isolate}: the member follows whoever is primary now. */
    public void rejoin() {
        set.rejoin(member);
        lab.review();
    }

    /** Makes the member {@link MemberState#RECOVERING} or ends that; a primary steps down for it. */
    public void recovering(boolean now) {
        set.recovering(member, now);
        lab.review();
    }

    /** The network between this member and its clients, and what is to be wrong with it. */
    public Network network() {
        return network;
    }

    /** Sets a fail point on this member alone. */
    public void failCommand(FailCommand fault) {
        server().failCommand(fault);
    }

    /** Ends the fail point of this member. */
    public void clearFailPoint() {
        server().clearFailPoint();
    }

    /**
     * How far the member is behind, for the dates in its hello and for what it reads while it is no primary; zero by default. Cursors
     * that it has open are lost. As a primary it has caught up.
     */
    public void replicationLag(Duration behind) {
        if (behind.isNegative()) {
            throw new IllegalArgumentException("a member cannot be ahead of its primary by " + behind);
        }
        Run running = process.get();
        if (running != null) {
            running.engine().loseCursors();
        }
        lab.oplog().lag(member, behind);
        set.lag(member, behind);
    }

    /**
     * Changes what the member says of itself in its answers to hello from now on. Only the answers change, not what it does.
     *
     * @param json    the fields that are other than they should be, or more
     * @param missing those that are left out
     */
    public void lie(String json, String... missing) {
        Document fields = Json.document(json);
        member.lie = reply -> {
            fields.forEach(reply::put);
            List.of(missing).forEach(reply::remove);
        };
    }

    /** Ends {@link #lie}. */
    public void tellTheTruth() {
        member.lie = reply -> {};
    }

    Member member() {
        return member;
    }

    void release() {
        network.restore();
        port.close();
    }

    @Override
    public String toString() {
        return "member " + id() + " at " + address() + ", " + state() + (isFrozen() ? ", frozen" : "");
    }
}
