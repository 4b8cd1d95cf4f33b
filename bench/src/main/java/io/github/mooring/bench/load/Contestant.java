package io.github.mooring.bench.load;

import io.github.mooring.bench.client.Client;
import io.github.mooring.bench.client.ClientSettings;
import java.util.function.Function;

/**
 * One who takes part in a contest.
 *
 * @param name    what the table calls it
 * @param pool    its maxPoolSize
 * @param threads that load it
 * @param options further options of its connection string, or empty
 * @param opening makes the client
 */
public record Contestant(
        String name, int pool, Threads threads, String options, Function<ClientSettings, Client> opening) {}
