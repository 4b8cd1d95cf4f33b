package io.github.mooring.connection;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.connection.Call.State;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import io.github.mooring.transport.Transport;
import io.github.mooring.wire.EncodingException;
import io.github.mooring.wire.MessageHeader;
import io.github.mooring.wire.OpCode;
import io.github.mooring.wire.OpMsg;
import io.github.mooring.wire.OpQuery;
import io.github.mooring.wire.OpReply;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Questions and answers over one transport, from the first byte of the handshake on; thread-safe. Any number of calls may
 * be in the air. Each caller encodes on its own thread into its own buffer, writes for all who want to write at that moment
 * or lets another write for it, and reads for all who wait or lets another read for it; {@link Traffic} says who does what.
 * A call without company is one write and one read, with no other thread involved.
 *
 * <p>The rule for errors: as long as nothing was sent, the others notice nothing. A caller that stops waiting leaves its
 * reply to be dropped when it comes. A write that was cut short, or an answer that is none, ends the channel for all,
 * because nobody knows any more where in the stream the next message begins.
 */
final class MessageChannel implements AutoCloseable {
    /**
     * With less time than this, a leader reads with the socket's own time-out, and can leave without harm to the others. With
     * more, it reads without, which saves two system calls for each read; a server that is silent for so long is
     * suspect, and the watchdog closes the connection. Chosen: far longer than any reply is on its way.
     */
    static final Duration SUSPICIOUS_SILENCE = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(1);

    private final Transport transport;
    private final Clock clock;
    private final Recycler recycler;
    /** Names this channel in messages. */
    private final String name;

    private final ReplyStream stream;
    private final Traffic traffic;
    /** False while the connection is being made. Set once, by the thread that makes it, before others get to see it. */
    private boolean made;

    /** Whether each wait for bytes ends in time, at the price of two system calls. Set as {@link #made}. */
    private boolean punctual;

    /** Longest wait for bytes; zero is no limit but the caller's own. Set as {@link #made}. */
    private Duration socketTimeout = Duration.ZERO;
    /** When bytes have come last, if that has to be known. Written by whoever reads, who is one, read by those who wait. */
    private volatile long lastReadNanos;

    /** What is compressed with what. Set while the connection is being made, as {@link #made}. */
    private Compression compression = Compression.NONE;

    private final Manners manners;
    private final CallErrors errors;
    private final StuckHead stuckHead = new StuckHead(SUSPICIOUS_SILENCE);

    /** Used by whoever asks {@link #hasSpoken}, one thread at a time. What came for the handshake is news at first. */
    private int heardDeliveries;

    /** Whether somebody calls {@link #tend} from time to time. Only ever goes from false to true. */
    private volatile boolean tended;

    MessageChannel(Transport transport, long connectionId, Recycler recycler, Clock clock) {
        this(transport, connectionId, recycler, clock, Manners.USUAL);
    }

    MessageChannel(Transport transport, long connectionId, Recycler recycler, Clock clock, Manners manners) {
        this.manners = manners;
        this.transport = transport;
        this.clock = clock;
        this.recycler = recycler;
        this.name = "connection " + connectionId + " to " + transport.peer();
        this.stream = new ReplyStream(transport, recycler);
        this.traffic = new Traffic(clock, stream, manners.manyReplies());
        this.errors = new CallErrors(transport.peer(), name);
    }

    /** Sends a request and has the body of the answer read. */
    <R> R call(Request request, ConnectionDescription limits, Deadline deadline, ReplyReader<R> reader) {
        Call call = recycler.takeCall();
        try {
            encode(call, request, 0, limits, deadline);
            conduct(call);
            return reader.read(body(call), limits);
        } finally {
            giveBack(call);
        }
    }

    /** Sends a request and returns a copy of the answer's body, for the rare ones. */
    RawDocument ask(Request request, ConnectionDescription limits, Deadline deadline) {
        return call(request, limits, deadline, (body, server) -> copy(body));
    }

    /** Sends a request that is not answered; returns when it is written. */
    void send(Request request, ConnectionDescription limits, Deadline deadline) {
        Call call = recycler.takeCall();
        try {
            encode(call, request, OpMsg.MORE_TO_COME, limits, deadline);
            call.answered = false;
            conduct(call);
        } finally {
            giveBack(call);
        }
    }

    /** Sends a command to {@code admin} in the old form, which every server takes for its first message. */
    RawDocument query(String command, BsonDocument document, ConnectionDescription limits, Deadline deadline) {
        Call call = recycler.takeCall();
        try {
            call.begin(command, limits, deadline);
            call.expectedOpCode = OpCode.REPLY;
            call.secret = true; // it may begin an authentication
            OpQuery.write(call.request, 0, "admin", document, limits.maxMessageSizeBytes());
            conduct(call);
            return copy(body(call));
        } catch (EncodingException e) {
            throw errors.unsendable(command, e);
        } finally {
            giveBack(call);
        }
    }

    /**
     * Refuses a peer that sends more than it is asked for while the connection is being made; later on a surplus closes
     * the channel and lets the answer pass.
     */
    void requireNoSurplus(String command) {
        Death death = traffic.death();
        if (death != null) {
            throw errors.surplus(command, death);
        }
    }

    /** The connection is made: from now on a caller that runs out of time must not cost it. */
    void setMade() {
        made = true;
    }

    /** From now on nobody waits longer than this for bytes to come or to go, whatever time it has; zero is no limit. */
    void setSocketTimeout(Duration limit) {
        if (!limit.isZero()) {
            socketTimeout = limit;
            lastReadNanos = clock.nanoTime();
            punctual = true; // or whoever waits too long would cost the others their connection
        }
    }

    /** From now on nobody waits longer than its time, not even by the watchdog's period; for monitors, whose time-outs count. */
    void setPunctual() {
        punctual = true;
    }

    /** What may be compressed from now on, and with what; for the thread that makes the connection. */
    void setCompression(Compression agreed) {
        compression = agreed;
        stream.acceptCompressed(agreed.acceptsCompressed());
    }

    ServerAddress server() {
        return transport.peer();
    }

    String name() {
        return name;
    }

    boolean isOpen() {
        return traffic.death() == null && transport.isOpen();
    }

    /** What has ended it, apart from any call; null while it is open. */
    @Nullable
    MongoException failure() {
        Death death = traffic.death();
        return death == null ? null : errors.ofDeath(death);
    }

    int inFlight() {
        return traffic.inFlight();
    }

    List<CallInFlight> calls() {
        return traffic.calls();
    }

    /** Whether every reply that is owed has come or is waited for; drops those that have come too late. */
    boolean isCaughtUp() {
        dropLateReplies();
        return traffic.owesNobody();
    }

    private void dropLateReplies() {
        if (!traffic.owesNobody()) {
            look(false);
        }
    }

    /** See {@link Connection#hasSpoken}. */
    boolean hasSpoken() {
        int now = traffic.deliveries();
        boolean spoken = now != heardDeliveries;
        heardDeliveries = now;
        return spoken;
    }

    /** See {@link Connection#tend}. */
    void tend() {
        tended = true;
        traffic.wakeThoseWithLess(SUSPICIOUS_SILENCE.toNanos());
        dropLateReplies();
        Death death = stuckHead.judge(traffic.abandonedHead(), traffic.deliveries(), clock.nanoTime());
        if (death != null) {
            die(death);
        }
    }

    /**
     * Looks once whether the peer has hung up, or sends what nobody has asked for. A channel that is in use says what it knows.
     */
    boolean isAlive() {
        look(true);
        return isOpen();
    }

    /** Ends everything for all; those under way fail with this reason. */
    void abort(String why) {
        die(Death.closed(why));
    }

    @Override
    public void close() {
        die(Death.closed("the connection was closed on this side"));
    }

    private void encode(Call call, Request request, int flags, ConnectionDescription limits, Deadline deadline) {
        call.begin(request.commandName(), limits, deadline);
        call.harmless = request.isHarmless();
        call.secret = request.isSecret();
        boolean whole = false;
        call.message.begin(0, flags);
        try {
            request.encode(call.message, call.documents, call.request, limits);
            call.message.finish(limits.maxMessageSizeBytes());
            compression.compress(call.command, call.request, limits.maxMessageSizeBytes());
            whole = true;
        } catch (EncodingException | WireException e) {
            throw errors.unsendable(request.commandName(), e);
        } finally {
            if (!whole) {
                call.message.abort();
            }
        }
    }

    /** Takes a call from submission to its end; returns only if it went well. */
    private void conduct(Call call) {
        long began = socketTimeout.isZero() ? 0 : clock.nanoTime();
        long remaining = remaining(call, began);
        if (remaining <= 0 || Thread.currentThread().isInterrupted()) {
            throw errors.impatience(call, false);
        }
        if (traffic.submit(call, manners.letsOthersFirst().getAsBoolean())) {
            clock.yieldToOthers();
        }
        boolean waited = false;
        while (true) {
            switch (call.state) {
                case WRITING -> write(call);
                case PEN -> beginWriting(call);
                case LEADING -> {
                    lead(call, waited ? remaining(call, began) : remaining);
                    if (call.hasMail) {
                        writeMail(call);
                    }
                    waited = true;
                }
                case QUEUED, SENT, SETTLING -> {
                    await(call, waited ? remaining(call, began) : remaining);
                    waited = true;
                }
                case DONE -> {
                    return;
                }
                case FAILED -> throw failure(call);
                default -> throw new IllegalStateException("bug: " + call + " on " + name);
            }
        }
    }

    /** Of the call's own time, and of what the socket may be silent for, counted from when the wait began or bytes have come. */
    private long remaining(Call call, long beganNanos) {
        long own = call.deadline.remainingNanos();
        if (socketTimeout.isZero()) {
            return own;
        }
        long now = clock.nanoTime();
        long silent = Math.min(now - beganNanos, now - lastReadNanos);
        return Math.min(own, socketTimeout.toNanos() - silent);
    }

    private Deadline writingLimit(Call call) {
        return call.deadline.orWithin(clock, socketTimeout);
    }

    private void beginWriting(Call call) {
        if (call.deadline.isExpired() || Thread.currentThread().isInterrupted()) {
            giveUp(call);
        }
        traffic.beginWriting(call);
    }

    /** Writes what the call has to send, and what others have. */
    private void write(Call call) {
        boolean whole = false;
        try {
            transport.write(call.request.array(), 0, call.requestBytes(), writingLimit(call));
            writeForOthers(call);
            whole = true;
        } catch (MongoException e) {
            call.ownFault = isOwnFault(call, e) ? e : null;
            die(Death.broken(e, call), !e.bytesSent());
        } finally {
            if (!whole) {
                close(); // also after an unchecked exception of a socket that is not the JDK's
            }
        }
    }

    /** What has queued while the call has had the pen. */
    private void writeForOthers(Call call) {
        for (int round = 0; traffic.written(call, call.request, round); round++) {
            transport.write(call.request.array(), 0, call.requestBytes(), writingLimit(call));
        }
    }

    /** As above, by a call that has got its reply already; a failure is no longer its own. */
    private void writeMail(Call call) {
        boolean whole = false;
        try {
            writeForOthers(call);
            whole = true;
        } catch (MongoException e) {
            die(Death.broken(e, call), !e.bytesSent());
        } finally {
            if (!whole) {
                close();
            }
        }
    }

    private void lead(Call call, long remaining) {
        if (remaining <= 0 || Thread.currentThread().isInterrupted()) {
            giveUp(call);
            return;
        }
        boolean sound = false;
        try {
            stream.read(
                    readingLimit(call, remaining), !punctual && (!made || remaining >= SUSPICIOUS_SILENCE.toNanos()));
            noteRead();
            int surplus = traffic.deliver(call);
            if (surplus > 0) {
                die(Death.surplus(surplus));
            }
            sound = true;
        } catch (ReplyStream.EndOfStream e) {
            die(Death.ended(stream.received()));
        } catch (WireException e) {
            die(Death.malformed(e, stream.received()));
        } catch (MongoException e) {
            call.ownFault = isOwnFault(call, e) ? e : null;
            if (call.ownFault != null && transport.isOpen() && traffic.leave(call)) {
                sound = true;
                throw isSilence(call, e) ? errors.silence(call, socketTimeout, true) : errors.own(e, call, true);
            }
            die(Death.broken(e, call));
        } finally {
            if (!sound) {
                close();
            }
        }
    }

    private Deadline readingLimit(Call call, long remaining) {
        return socketTimeout.isZero() ? call.deadline : Deadline.after(clock, Duration.ofNanos(remaining));
    }

    private void noteRead() {
        if (!socketTimeout.isZero()) {
            lastReadNanos = clock.nanoTime();
        }
    }

    /** Whether the socket has been silent for too long, and the call has time left. */
    private boolean isSilence(Call call, MongoException e) {
        return e instanceof MongoOperationTimeoutException && !socketTimeout.isZero() && !call.deadline.isExpired();
    }

    /** Whether it is this call's patience that has come to an end; a transport that was closed may say so of another's. */
    private boolean isOwnFault(Call call, MongoException e) {
        return e instanceof MongoInterruptedException
                || (e instanceof MongoOperationTimeoutException && (transport.isOpen() || call.deadline.isExpired()));
    }

    /** Waits for whoever writes or reads for this call. */
    private void await(Call call, long remaining) {
        if (call.state == State.SETTLING) {
            awaitTold(call);
        } else if (remaining <= 0 || Thread.currentThread().isInterrupted()) {
            giveUp(call);
        } else {
            clock.parkNanos(this, parkLimit(call, remaining));
        }
    }

    /**
     * Who has much time waits without a limit, and {@link #tend} wakes it in time. A timer for each wait is a good part of what
     * a small operation costs, above all on a virtual thread.
     */
    private long parkLimit(Call call, long remaining) {
        boolean unlimited = tended && remaining > SUSPICIOUS_SILENCE.toNanos() && socketTimeout.isZero();
        if (call.unlimited != unlimited) {
            call.unlimited = unlimited;
        }
        return unlimited ? Long.MAX_VALUE : remaining;
    }

    /** Whoever settled the call is about to tell; an interrupt has come too late, but parks would not wait with it. */
    private void awaitTold(Call call) {
        boolean interrupted = false;
        while (call.state == State.SETTLING) {
            clock.parkNanos(this, Long.MAX_VALUE);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves, unless the call's end has been settled in the same moment. */
    private void giveUp(Call call) {
        if (traffic.leave(call)) {
            boolean wasSent = call.state != State.IDLE;
            MongoException impatience = errors.impatience(call, wasSent);
            throw isSilence(call, impatience) ? errors.silence(call, socketTimeout, wasSent) : impatience;
        }
    }

    /** Looks at the stream if nobody else does; patiently for a moment, or only at what is there. */
    private void look(boolean patient) {
        Call looker = recycler.takeCall();
        looker.begin("look", ConnectionDescription.beforeHello(server()), Deadline.never());
        if (traffic.beginLook(looker)) {
            try {
                look(looker, patient);
            } finally {
                traffic.endLook(looker);
            }
        }
        giveBack(looker);
    }

    private void look(Call looker, boolean patient) {
        boolean sound = false;
        try {
            boolean first = patient;
            while (first || transport.hasBytes()) {
                first = false;
                // a look takes real time, whatever clock the calls run by
                stream.read(Deadline.after(Clock.system(), LOOK), false);
                noteRead();
                int surplus = traffic.deliver(looker);
                if (surplus > 0) {
                    die(Death.surplus(surplus));
                }
            }
            sound = true;
        } catch (ReplyStream.EndOfStream e) {
            die(Death.ended(stream.received()));
        } catch (WireException e) {
            die(Death.malformed(e, stream.received()));
        } catch (MongoOperationTimeoutException | MongoInterruptedException e) {
            sound = transport.isOpen(); // nothing came, as it should be
        } catch (MongoException e) {
            die(Death.broken(e, looker));
        } finally {
            if (!sound) {
                close();
            }
        }
    }

    /** What was answered, checked as a whole; a view of the call's own bytes. */
    private RawDocument body(Call call) {
        try {
            compression.inflate(call);
            if (call.expectedOpCode == OpCode.REPLY) {
                MessageHeader header = MessageHeader.read(call.reply, 0, call.maxReplyBytes);
                return OpReply.read(header, call.reply, 0, call.replyLength).document();
            }
            return OpMsg.readReply(call.reply, 0, call.replyLength, call.maxReplyBytes);
        } catch (WireException e) {
            Death death = Death.malformed(e, ReplyStream.described(call.reply, 0, call.replyLength));
            die(death);
            throw errors.ofDeath(death, call, true);
        }
    }

    private MongoException failure(Call call) {
        MongoException fault = call.ownFault;
        return fault != null
                ? errors.own(fault, call, call.sent)
                : errors.ofDeath(Objects.requireNonNull(traffic.death()), call, call.sent);
    }

    private void die(Death death) {
        die(death, false);
    }

    private void die(Death death, boolean unwritten) {
        Call chain = traffic.kill(death, unwritten);
        transport.close();
        traffic.tell(chain);
    }

    private void giveBack(Call call) {
        if (call.isOwners()) {
            recycler.give(call);
        }
    }

    private static RawDocument copy(RawDocument body) {
        byte[] bytes = body.toByteArray();
        return RawDocument.of(bytes, 0, bytes.length);
    }
}
