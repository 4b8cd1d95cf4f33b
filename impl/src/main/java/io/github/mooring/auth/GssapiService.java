package io.github.mooring.auth;

import java.util.function.UnaryOperator;

/**
 * The service that a ticket is asked for.
 *
 * @param name of the service, {@code mongodb} unless something else is given
 * @param host as the key distribution centre knows it
 */
record GssapiService(String name, String host) {

    static final String SERVICE_NAME = "SERVICE_NAME";
    static final String SERVICE_HOST = "SERVICE_HOST";
    static final String SERVICE_REALM = "SERVICE_REALM";
    static final String CANONICALIZE = "CANONICALIZE_HOST_NAME";

    /**
     * Reads the mechanism's properties.
     *
     * @param host as it was dialed
     * @throws AuthException if a property has a value that is not allowed, or cannot be done here
     */
    static GssapiService of(Credential credential, String host, UnaryOperator<String> canonical) {
        MechanismProperties properties = MechanismProperties.of(credential, Gssapi.NAME);
        String name = properties.get(SERVICE_NAME, "mongodb");
        String given = properties.get(SERVICE_HOST, host);
        String realm = properties.get(SERVICE_REALM, "");
        if (!realm.isEmpty()) {
            throw properties.refuse(
                    SERVICE_REALM,
                    "the JDK takes a service's realm from krb5.conf: map the host to " + realm
                            + " under [domain_realm] there, and leave the property out");
        }
        return new GssapiService(name, canonicalized(properties, given, canonical));
    }

    private static String canonicalized(MechanismProperties properties, String host, UnaryOperator<String> canonical) {
        String how = properties.get(CANONICALIZE, "none");
        return switch (how) {
            case "none", "false" -> host;
            case "forwardAndReverse", "true" -> canonical.apply(host);
            case "forward" ->
                throw properties.refuse(
                        CANONICALIZE,
                        "the JDK's resolver does not tell the CNAME records that 'forward' needs; use none or"
                                + " forwardAndReverse, or name the host by SERVICE_HOST");
            default -> throw properties.refuse(CANONICALIZE, "allowed are none, forwardAndReverse, true and false");
        };
    }

    @Override
    public String toString() {
        return "service " + name + "/" + host;
    }
}
