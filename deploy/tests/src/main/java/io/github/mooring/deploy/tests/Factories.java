package io.github.mooring.deploy.tests;

import io.github.mooring.api.MongoSessionFactory;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The names of the factories that the servers' configurations make, and how to look one up. */
final class Factories {
    /** What deploying the archive gives, or the first pool that an administrator would make. */
    static final String DEFAULT = "eis/MongoSessionFactory";

    /** With a password that the server does not accept. */
    static final String WRONG_PASSWORD = "eis/WrongPassword";

    /** With an address where nobody listens. */
    static final String SERVER_DOWN = "eis/ServerDown";

    /** With a misspelt option in its address. */
    static final String UNKNOWN_OPTION = "eis/UnknownOption";

    /** Without credentials of its own: the container has them. */
    static final String MANAGED = "eis/Managed";

    /** Of an adapter that pings twice in a second. */
    static final String PINGED = "eis/Pinged";

    /** The default factory, referred to by an application that signs on itself. */
    static final String AS_CALLER = "eis/AsCaller";

    /** With a pool of 512 sessions, and twenty sockets at most. */
    static final String MANY = "eis/Many";

    /** Without credentials of its own: the server keeps them where they cannot be read. */
    static final String STORED = "eis/Stored";

    /** Of an adapter that comes and goes. */
    static final String REDEPLOYED = "eis/Redeployed";

    /** Of the adapter in an EAR. */
    static final String EMBEDDED = "eis/Embedded";

    /** What an application has defined by an annotation; its full name. */
    static final String DEFINED = "java:app/eis/Defined";

    /** The type of all of them. */
    static final String INTERFACE = "io.github.mooring.api.MongoSessionFactory";

    private Factories() {}

    /** A factory by the server's own name for it, as an administrator knows it. */
    static MongoSessionFactory byServerName(String name) throws NamingException {
        return lookUp(Settings.ofThisApplication().jndiPrefix() + name);
    }

    @SuppressWarnings("BanJNDI") // the names are constants of these tests, and looking up is what they test
    static MongoSessionFactory lookUp(String name) throws NamingException {
        return InitialContext.doLookup(name);
    }
}
