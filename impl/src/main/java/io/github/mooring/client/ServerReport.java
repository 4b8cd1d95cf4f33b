package io.github.mooring.client;

import io.github.mooring.topology.Heartbeat;
import io.github.mooring.topology.ServerDescription;

/**
 * How one server fares; immutable.
 *
 * @param description what is known of it
 * @param heartbeat   how its monitor fares
 * @param operations  how many operations it is working on, those included that wait for a connection to it
 */
public record ServerReport(ServerDescription description, Heartbeat heartbeat, int operations) {}
