package io.github.mooring.client;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An option that other MongoDB clients know and this version does not, so that whoever brings a connection string along
 * is told so instead of being told that it is unknown; immutable.
 *
 * @param name     the name in a connection string
 * @param accepted the values that ask for exactly what happens anyway, and are taken
 * @param advice   what to do instead
 */
record UnsupportedOption(String name, List<String> accepted, String advice) {
    private static final String TLS_ADVICE =
            "set the JVM's key and trust store (javax.net.ssl.*), or give an SSLContext in code";
    private static final String ONE_SERVER = "this version talks to one server; leave it out";
    private static final String NO_PROXY = "connect without a proxy, or forward a port";
    private static final String NO_SRV = "name a host and its port with mongodb://";
    private static final String USE_TIMEOUT = "use timeoutMS, which limits all waits of an operation together";

    /** All of them, in alphabetical order of their names, upper and lower case being the same. */
    private static final Map<String, UnsupportedOption> ALL = all();

    private static Map<String, UnsupportedOption> all() {
        Map<String, UnsupportedOption> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        add(all, "authMechanismProperties", "SCRAM needs none; leave it out");
        add(all, "gssapiServiceName", "SCRAM needs none; leave it out");
        add(all, "compressors", "messages are sent uncompressed; leave it out");
        add(all, "zlibCompressionLevel", "messages are sent uncompressed; leave it out");
        add(all, "connect", "use directConnection=true or replicaSet");
        add(all, "enableOverloadRetargeting", ONE_SERVER, "false");
        add(all, "loadBalanced", "name a server instead of the load balancer", "false");
        add(all, "localThresholdMS", ONE_SERVER);
        add(
                all,
                "maxAdaptiveRetries",
                "nothing is retried; catch the exception and ask it whether bytes were sent",
                "0");
        add(all, "maxStalenessSeconds", ONE_SERVER, "-1");
        add(all, "proxyHost", NO_PROXY);
        add(all, "proxyPort", NO_PROXY);
        add(all, "proxyUsername", NO_PROXY);
        add(all, "proxyPassword", NO_PROXY);
        add(all, "retryReads", "nothing is retried; catch the exception and try again", "false");
        add(all, "retryWrites", "nothing is retried; catch the exception and ask it whether bytes were sent", "false");
        add(all, "safe", "use w, journal and wTimeoutMS");
        add(all, "serverMonitoringMode", "the server is asked at intervals; see heartbeatFrequencyMS", "poll");
        add(all, "serverSelectionTimeoutMS", USE_TIMEOUT);
        add(all, "serverSelectionTryOnce", "it is for clients of a single thread; leave it out");
        add(all, "slaveOk", "use readPreference");
        add(all, "socketTimeoutMS", USE_TIMEOUT, "0");
        add(all, "srvAllowedHostsSuffix", NO_SRV);
        add(all, "srvMaxHosts", NO_SRV);
        add(all, "srvServiceName", NO_SRV);
        add(
                all,
                "tlsAllowInvalidCertificates",
                "give an SSLContext in code that trusts what you want to trust",
                "false");
        add(all, "tlsCAFile", TLS_ADVICE);
        add(all, "tlsCertificateKeyFile", TLS_ADVICE);
        add(all, "tlsCertificateKeyFilePassword", TLS_ADVICE);
        add(all, "tlsDisableCertificateRevocationCheck", "set the JVM's com.sun.net.ssl.checkRevocation");
        add(all, "tlsDisableOCSPEndpointCheck", "set the JVM's com.sun.net.ssl.checkRevocation");
        add(
                all,
                "uuidRepresentation",
                "UUIDs are written as binary of subtype 4; encode others as BsonBinary",
                "standard");
        add(all, "waitQueueMultiple", "use maxWaitQueueSize, which counts those who wait themselves");
        add(all, "waitQueueSize", "use maxWaitQueueSize");
        return Collections.unmodifiableMap(all);
    }

    private static void add(Map<String, UnsupportedOption> all, String name, String advice, String... accepted) {
        all.put(name, new UnsupportedOption(name, List.of(accepted), advice));
    }

    /** The option that a connection string spells so, in whatever case; empty if there is none. */
    static Optional<UnsupportedOption> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** All of them by name. */
    static Map<String, UnsupportedOption> byName() {
        return ALL;
    }

    /**
     * Takes a value that changes nothing, and refuses all others. A value is shown only where it cannot be a secret.
     *
     * @throws IllegalArgumentException saying what to do instead
     */
    void check(String value) {
        if (accepted.contains(value)) {
            return;
        }
        if (accepted.isEmpty()) {
            throw new IllegalArgumentException("option " + name + " is not supported by this version: " + advice);
        }
        throw new IllegalArgumentException("option " + name + " is " + Quoted.text(value)
                + ", which is not supported by this version; only " + accepted.get(0) + " is: " + advice);
    }
}
