package io.github.mooring.auth;

import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import javax.security.auth.login.LoginException;

/** Where the ticket of a user comes from. Thread-safe. */
interface KerberosLogin {

    /** Signs a user on: by the credential's password, or by what the JVM is configured with if it has none. */
    Ticket login(Credential credential) throws LoginException;

    /** A user who is signed on, for one conversation. */
    interface Ticket extends AutoCloseable {

        /** Does something in the user's name. */
        <T> T as(PrivilegedExceptionAction<T> action) throws PrivilegedActionException;

        /** Signs the user off. Idempotent. */
        @Override
        void close();
    }
}
