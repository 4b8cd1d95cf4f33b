/**
 * Single resources on a shared {@link io.github.mooring.pool.Budget}, for this adapter and for others: something of which
 * there is at most one, that one caller uses at a time, and that makes room for others while nobody does.
 *
 * <p>Everything here is made of the pool's parts; it adds no lock and no state machine of its own.
 */
@NullMarked
package io.github.mooring.resource;

import org.jspecify.annotations.NullMarked;
