package io.github.mooring.management;

/**
 * One user, at all servers of a deployment: {@code io.github.mooring:type=Identity,...,user="name@source"}. There is nothing
 * secret in it.
 */
public interface IdentityMXBean {
    /** Who it is, as {@code user@source}; {@code none} if nobody is authenticated. */
    String getUser();

    /** The mechanism that the configuration names; {@code default} if it names none. */
    String getMechanism();

    /** The servers that there are connections to, or have been lately. */
    String[] getServers();

    /** Connections that are open, being made or being closed. */
    int getConnectionCount();

    /** Those of them that are in use. */
    int getInUseCount();

    /** How long the user has had nothing to do with any server, in milliseconds; 0 if it has now. */
    long getUnusedMillis();
}
