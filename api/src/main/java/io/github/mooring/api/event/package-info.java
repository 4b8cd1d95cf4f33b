/**
 * What happens inside a session factory, for those who want to watch it.
 *
 * <p>Start with {@link io.github.mooring.api.event.CommandListener}, which hears of commands,
 * {@link io.github.mooring.api.event.ConnectionPoolListener}, which hears of connections, and
 * {@link io.github.mooring.api.event.TopologyListener}, which hears of servers.
 */
@NullMarked
package io.github.mooring.api.event;

import org.jspecify.annotations.NullMarked;
