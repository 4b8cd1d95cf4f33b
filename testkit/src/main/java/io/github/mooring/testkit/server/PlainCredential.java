package io.github.mooring.testkit.server;

import java.security.MessageDigest;
import java.security.SecureRandom;

/** What stands for a directory's knowledge of a password. Never prints. */
final class PlainCredential {
    private static final int SALT_BYTES = 16;
    private static final int ROUNDS = 4096;

    private final byte[] salt;
    private final byte[] salted;

    private PlainCredential(byte[] salt, byte[] salted) {
        this.salt = salt;
        this.salted = salted;
    }

    static PlainCredential of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PlainCredential(salt, salted(password, salt));
    }

    /** As given: a directory prepares nothing. */
    boolean matches(String password) {
        return !password.isEmpty() && MessageDigest.isEqual(salted, salted(password, salt));
    }

    private static byte[] salted(String password, byte[] salt) {
        return ScramMechanism.SHA_256.saltedPassword(ScramMechanism.utf8(password + "\n"), salt, ROUNDS);
    }

    @Override
    public String toString() {
        return "PLAIN <hidden>";
    }
}
