package io.github.mooring.testkit.server;

import java.security.SecureRandom;

/** What a server keeps of a password for one mechanism. Never prints. */
final class ScramCredential {
    private static final SecureRandom RANDOM = new SecureRandom();

    final ScramMechanism mechanism;
    final byte[] salt;
    final byte[] storedKey;
    final byte[] serverKey;

    private ScramCredential(ScramMechanism mechanism, byte[] salt, byte[] storedKey, byte[] serverKey) {
        this.mechanism = mechanism;
        this.salt = salt;
        this.storedKey = storedKey;
        this.serverKey = serverKey;
    }

    static ScramCredential create(ScramMechanism mechanism, String user, String password) {
        byte[] salt = new byte[mechanism.saltBytes];
        RANDOM.nextBytes(salt);
        byte[] secret = mechanism.passwordBytes(user, password);
        byte[] salted = mechanism.saltedPassword(secret, salt, mechanism.iterations);
        byte[] clientKey = mechanism.hmac(salted, ScramMechanism.utf8("Client Key"));
        byte[] serverKey = mechanism.hmac(salted, ScramMechanism.utf8("Server Key"));
        return new ScramCredential(mechanism, salt, mechanism.hash(clientKey), serverKey);
    }

    @Override
    public String toString() {
        return mechanism.mongoName() + " <hidden>";
    }
}
