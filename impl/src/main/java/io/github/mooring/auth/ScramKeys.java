package io.github.mooring.auth;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import java.util.Arrays;

/** The two keys that salting a password yields; as good as the password for this mechanism, so they print as hidden. */
final class ScramKeys {

    private final byte[] clientKey;
    private final byte[] serverKey;

    private ScramKeys(byte[] clientKey, byte[] serverKey) {
        this.clientKey = clientKey;
        this.serverKey = serverKey;
    }

    /** Computes the keys: all the CPU time that SCRAM costs is spent here. */
    static ScramKeys derive(ScramVariant variant, Credential credential, byte[] salt, int iterations) {
        byte[] salted = variant.saltedPassword(credential, salt, iterations);
        try {
            return new ScramKeys(
                    ScramFunctions.clientKey(variant.algorithm, salted),
                    ScramFunctions.serverKey(variant.algorithm, salted));
        } finally {
            Arrays.fill(salted, (byte) 0);
        }
    }

    byte[] proof(ScramMechanism algorithm, String authMessage) {
        byte[] storedKey = ScramFunctions.storedKey(algorithm, clientKey);
        return ScramFunctions.clientProof(clientKey, ScramFunctions.clientSignature(algorithm, storedKey, authMessage));
    }

    boolean verifies(ScramMechanism algorithm, String authMessage, byte[] serverSignature) {
        return ScramFunctions.verifyServerSignature(algorithm, serverKey, authMessage, serverSignature);
    }

    @Override
    public String toString() {
        return "ScramKeys[<hidden>]";
    }
}
