/**
 * The pool: permits, leases, the wait queue, generations and maintenance.
 *
 * <p>Generic: it knows no MongoDB type, and of the other layers only {@code time}. Words are those of MongoDB's
 * Connection Monitoring and Pooling specification where it has them.
 *
 * <h2>Locks</h2>
 *
 * A {@link io.github.mooring.pool.PoolSet} has one lock and each {@link io.github.mooring.pool.Pool} has one; whoever
 * takes both takes the set's first. No resource is created, judged or destroyed, and no function of the caller is
 * called, while either is held.
 */
@NullMarked
package io.github.mooring.pool;

import org.jspecify.annotations.NullMarked;
