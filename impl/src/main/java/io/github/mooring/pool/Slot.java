package io.github.mooring.pool;

import io.github.mooring.time.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One permit of a pool, and the resource that was created on it: the first and only one, for its whole life.
 *
 * <p>Who may do what is told by {@link SlotState}. {@link #resource}, {@link #id}, {@link #generation} and the end of life
 * are written once, before the change of state that lets others have the slot. The stamps below them are written by
 * holders, without more ado: if several share the slot, one of them wins, and that is good enough for a stamp.
 *
 * <p>To others than the pool this is an opaque mark of what {@link Pool#take} has taken.
 */
public final class Slot<R> extends SlotState {
    private @Nullable R resource;
    private long id;
    private long generation;
    private long expiresNanos;
    private boolean expires;

    private long idleSinceNanos;
    private long heldSinceNanos;
    /** The last holder, or the first of several; {@link #forgetHolder} lets go of it. */
    private @Nullable Thread holder;
    /** Whether one of its holders has found it broken; never taken back. */
    private volatile boolean broken;
    /** What has broken it, if it is known; written by its holders, if by several one of them wins. */
    private @Nullable Throwable failure;
    /** To which group it belongs; written once under the pool's lock, before others than the creator have the slot. */
    private @Nullable Membership membership;
    /** What the exclusive lease is for whose ticket stands in it; written by its holder. */
    private volatile @Nullable Dedication dedication;
    /** Ends the creation under way; written by the creator. */
    private volatile @Nullable Cancellation creation;

    Slot() {}

    /** The resource; for its holder. */
    public R resource() {
        return Objects.requireNonNull(resource, "bug: the slot is empty");
    }

    /** The number of the resource within its pool. */
    public long id() {
        return id;
    }

    /** The generation of the pool in which the creation of the resource began. */
    public long generation() {
        return generation;
    }

    /** What is in it, if anything; for those who hold nothing. */
    @Nullable
    R content() {
        return resource;
    }

    /** Takes the resource out, to destroy it. */
    @Nullable
    R empty() {
        R content = resource;
        resource = null;
        return content;
    }

    @Nullable
    Membership membership() {
        return membership;
    }

    /** With the pool's lock held, for the creator. */
    void join(Membership joined) {
        membership = joined;
    }

    /** Whether it belongs to this group; for whoever holds it, or holds the pool's lock. */
    boolean isOf(Group group) {
        Membership known = membership;
        return known != null && known.isOf(group);
    }

    /** Whether it is out of date although the pool as a whole is not. */
    boolean isStaleInItsGroup() {
        Membership known = membership;
        return known != null && known.isStale();
    }

    /** Notes what an exclusive lease is for, as long as it lasts. */
    void dedicate(long ticket, Purpose purpose) {
        dedication = new Dedication(ticket, purpose);
    }

    /** What it is held for. */
    Purpose purpose() {
        Dedication known = dedication;
        return known != null && isHeldBy(known.ticket) ? known.purpose : Purpose.OPERATION;
    }

    /** Notes what begins to be created, and how it can be ended. */
    void begin(long number, Cancellation end) {
        id = number;
        creation = end;
    }

    /** Ends the creation under way, if any. */
    void cancelCreation() {
        Cancellation end = creation;
        if (end != null) {
            end.cancel();
        }
    }

    /** Whether somebody ended the creation. */
    boolean isCreationCancelled() {
        Cancellation end = creation;
        return end != null && end.isCancelled();
    }

    /** Notes what was created. */
    void fill(R content, long begunInGeneration, long nowNanos, long lifeNanos) {
        resource = content;
        generation = begunInGeneration;
        expires = lifeNanos > 0;
        expiresNanos = nowNanos + lifeNanos;
        idleSinceNanos = nowNanos;
        creation = null;
    }

    void markBroken() {
        broken = true;
    }

    boolean isBroken() {
        return broken;
    }

    /** Notes what has broken it, unless something is noted already. */
    void blame(@Nullable Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Notes that nobody uses it from now on. */
    void touch(long nowNanos) {
        idleSinceNanos = nowNanos;
    }

    long idleNanos(long nowNanos) {
        return nowNanos - idleSinceNanos;
    }

    /** How long it has to live; {@link Long#MAX_VALUE} if nothing limits it. */
    long lifeNanos(long nowNanos) {
        return expires ? expiresNanos - nowNanos : Long.MAX_VALUE;
    }

    boolean isExpired(long nowNanos) {
        return expires && expiresNanos - nowNanos <= 0;
    }

    /** Notes who holds it. A thread that is noted already is not written again: that would cost more than it looks. */
    void heldBy(Thread thread, long nowNanos) {
        if (holder != thread) {
            holder = thread;
        }
        heldSinceNanos = nowNanos;
    }

    /** Lets go of a thread that may have ended; for whoever claimed it. */
    void forgetHolder() {
        holder = null;
    }

    /** Who holds it; null if nobody does. May mix what was with what is if it changes hands at this moment. */
    @Nullable
    Holder holder(long nowNanos, boolean withStack) {
        int leases = leases();
        Thread thread = holder;
        if (leases == 0 || thread == null) {
            return null;
        }
        Duration held = Duration.ofNanos(Math.max(0, nowNanos - heldSinceNanos));
        Use use = isExclusive() ? Use.EXCLUSIVE : Use.SHARED;
        List<StackTraceElement> stack = withStack ? List.of(thread.getStackTrace()) : List.of();
        return new Holder(id, thread.getName(), held, use, leases, isAside(), purpose(), stack);
    }

    /** Of one lease; it means nothing once that has ended, so nobody has to take it back. */
    private record Dedication(long ticket, Purpose purpose) {}
}
