package io.github.mooring.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A user name, the database that knows it, a password and perhaps a mechanism with its properties. Some mechanisms take
 * no password, and some not even a user name, which is then empty: the certificate or the environment says who it is.
 *
 * <p>Equality includes the password and the properties, one of which may be a session token, or a caller with a wrong
 * password would be handed a socket that somebody else has
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
    /** The mechanisms that can do without a user name. */
    private static final Set<String> NAMELESS = Set.of("MONGODB-X509", "MONGODB-AWS", "MONGODB-OIDC");
    /** Those properties whose values are no secret; all others are taken for one. */
    private static final Set<String> SHOWABLE = Set.of(
            "SERVICE_NAME", "SERVICE_REALM", "SERVICE_HOST", "CANONICALIZE_HOST_NAME", "ENVIRONMENT", "TOKEN_RESOURCE");

    private final String username;
    private final String source;
    private final @Nullable String mechanism;
    private final Map<String, String> mechanismProperties;
    private final byte[] fingerprint;

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final char[] password;

    @GuardedBy("lock")
    private boolean wiped;

    /** As below, without mechanism properties. */
    public Credential(String username, String source, @Nullable String mechanism, char[] password) {
        this(username, source, mechanism, password, Map.of());
    }

    /**
     * Takes a copy of the password; the caller may wipe its own.
     *
     * @param username            as given by the user, not prepared in any way; empty only if the mechanism is
     *     {@code MONGODB-X509}, {@code MONGODB-AWS} or {@code MONGODB-OIDC}
     * @param source              database that the user is defined in, or {@code $external}; not empty
     * @param mechanism           name of a mechanism, or null to negotiate one with the server
     * @param password            empty if there is none
     * @param mechanismProperties what the mechanism wants to know besides, such as {@code SERVICE_NAME}; copied. They
     *     are not wiped with the password
     * @throws IllegalArgumentException if the user name or the source is empty or has no UTF-8 form
     * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#mongocredential">
     *     Authentication: MongoCredential</a>
     */
    public Credential(
            String username,
            String source,
            @Nullable String mechanism,
            char[] password,
            Map<String, String> mechanismProperties) {
        boolean nameless = username.isEmpty() && mechanism != null && NAMELESS.contains(mechanism);
        this.username = nameless ? "" : requireText(username, "user name");
        this.source = requireText(source, "authentication source (authSource)");
        this.mechanism = mechanism;
        this.mechanismProperties = Map.copyOf(mechanismProperties);
        this.password = password.clone();
        this.fingerprint = fingerprint(password, this.mechanismProperties);
    }

    /** Returns the user name as it was given; empty if the mechanism finds out by itself. */
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

    /** Returns what the mechanism was told besides; immutable, empty as a rule. A value may be a secret. */
    public Map<String, String> mechanismProperties() {
        return mechanismProperties;
    }

    /**
     * Returns the same user as another database knows it; with a copy of the password, which has to be wiped by itself.
     *
     * @param otherSource database that the user is defined in; not empty
     * @throws IllegalStateException if the password has been wiped
     */
    public Credential withSource(String otherSource) {
        char[] copy = copyPassword();
        try {
            return new Credential(username, otherSource, mechanism, copy, mechanismProperties);
        } finally {
            Arrays.fill(copy, '\0');
        }
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

    /** Names the user; never the password, nor a property that may be a secret. */
    @Override
    public String toString() {
        String how = mechanism == null ? "negotiated" : mechanism;
        return "Credential[username=" + username + ", source=" + source + ", mechanism=" + how
                + (mechanismProperties.isEmpty() ? "" : ", properties=" + shown(mechanismProperties))
                + ", password=<hidden>]";
    }

    /**
     * Mechanism properties as they may be shown to anybody: in the order of their names, without what may be a secret.
     */
    public static Map<String, String> shown(Map<String, String> mechanismProperties) {
        Map<String, String> shown = new TreeMap<>(mechanismProperties);
        shown.replaceAll((name, value) -> SHOWABLE.contains(name) ? value : "<hidden>");
        return shown;
    }

    /** Each part with its length before it, or two credentials could come to the same by sharing theirs out otherwise. */
    private static byte[] fingerprint(char[] password, Map<String, String> properties) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(FINGERPRINT_KEY);
            add(mac, password);
            new TreeMap<>(properties).forEach((name, value) -> {
                add(mac, name.toCharArray());
                add(mac, value.toCharArray());
            });
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + ", which every JVM has to have, is missing", e);
        }
    }

    /** As UTF-16 and not UTF-8: unpaired surrogates would all become the same question mark there. */
    private static void add(Mac mac, char[] text) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + text.length * Character.BYTES);
        bytes.putInt(text.length).asCharBuffer().put(text);
        try {
            mac.update(bytes.array());
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
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
