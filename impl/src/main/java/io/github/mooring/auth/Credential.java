package io.github.mooring.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A user name, the database that knows it, a password and perhaps a mechanism.
 *
 * <p>Equality includes the password, or a caller with a wrong password would be handed a socket that somebody else has
 * authenticated. It compares a keyed hash (HMAC-SHA-256 under a random key of this process) taken once at construction:
 * equality outlives {@link #wipe}, a hash map can hold credentials, comparing takes the same time for all passwords,
 * and neither the hash nor {@link #hashCode} says anything about the password to who does not know the key. (A
 * heap dump holds both, and holds the password too until it is wiped.) The password is compared as given: two forms
 * that SASLprep would make equal get a pool each, which costs sockets but grants nothing.
 *
 * <p>Immutable but for {@link #wipe}; thread-safe.
 */
public final class Credential implements Identity {

    private static final String HMAC = "HmacSHA256";
    private static final SecretKeySpec FINGERPRINT_KEY = randomKey();

    private final String username;
    private final String source;
    private final @Nullable String mechanism;
    private final byte[] fingerprint;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final char[] password;

    @GuardedBy("lock")
    private boolean wiped;

    /**
     * Takes a copy of the password; the caller may wipe its own.
     *
     * @param username  as given by the user, not prepared in any way; not empty
     * @param source    database that the user is defined in; not empty
     * @param mechanism name of a mechanism, or null to negotiate one with the server
     * @throws IllegalArgumentException if the user name or the source is empty or has no UTF-8 form
     */
    public Credential(String username, String source, @Nullable String mechanism, char[] password) {
        this.username = requireText(username, "user name");
        this.source = requireText(source, "authentication source (authSource)");
        this.mechanism = mechanism;
        this.password = password.clone();
        this.fingerprint = fingerprint(password);
    }

    /** Returns the user name as it was given. */
    public String username() {
        return username;
    }

    /** Returns the database that the user is defined in. */
    public String source() {
        return source;
    }

    /** Returns the mechanism that was asked for, or null if it is to be negotiated. */
    public @Nullable String mechanism() {
        return mechanism;
    }

    /**
     * Returns a copy of the password, to be wiped by the caller.
     *
     * @throws IllegalStateException if it has been wiped
     */
    char[] copyPassword() {
        lock.lock();
        try {
            if (wiped) {
                throw new IllegalStateException("the password of user '" + username + "' has been wiped");
            }
            return password.clone();
        } finally {
            lock.unlock();
        }
    }

    /** Overwrites the password; authentication is impossible from then on, equality and hash stay as they were. */
    public void wipe() {
        lock.lock();
        try {
            wiped = true;
            Arrays.fill(password, '\0');
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Credential that
                && username.equals(that.username)
                && source.equals(that.source)
                && Objects.equals(mechanism, that.mechanism)
                && MessageDigest.isEqual(fingerprint, that.fingerprint);
    }

    @Override
    public int hashCode() {
        return Objects.hash(username, source, mechanism, Arrays.hashCode(fingerprint));
    }

    /** Names the user; never the password. */
    @Override
    public String toString() {
        String how = mechanism == null ? "negotiated" : mechanism;
        return "Credential[username=" + username + ", source=" + source + ", mechanism=" + how + ", password=<hidden>]";
    }

    /** Over UTF-16 and not UTF-8: unpaired surrogates would all become the same question mark there. */
    private static byte[] fingerprint(char[] password) {
        byte[] bytes = new byte[password.length * 2];
        for (int i = 0; i < password.length; i++) {
            bytes[2 * i] = (byte) (password[i] >> 8);
            bytes[2 * i + 1] = (byte) password[i];
        }
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(FINGERPRINT_KEY);
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + ", which every JVM has to have, is missing", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static SecretKeySpec randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new SecretKeySpec(key, HMAC);
    }

    /** Half a surrogate pair would become a question mark on its way, and so somebody else's name. */
    private static String requireText(String value, String what) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the " + what + " must not be empty");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(
                    "the " + what + " has an unpaired surrogate, so it cannot be written as UTF-8");
        }
        return value;
    }
}
