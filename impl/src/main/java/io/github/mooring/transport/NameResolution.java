package io.github.mooring.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns a host into the addresses to try, best first; the JDK's, or one that a test scripts. */
@FunctionalInterface
interface NameResolution {
    InetAddress[] resolve(String host) throws UnknownHostException;
}
