package io.github.mooring.auth;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * PLAIN, for servers that ask an LDAP directory: the password itself goes over the wire. Thread-safe.
 *
 * <p>So it is refused on a connection that others can read, unless that was allowed. It never travels inside {@code
 * hello}, where a server that the user does not expect would get it unasked.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#plain">Authentication
 *     specification: PLAIN</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4616">RFC 4616</a>
 */
record Plain(boolean allowedUnencrypted) implements SaslMechanism {

    static final String NAME = "PLAIN";

    /** A NUL ends a part of the message. */
    private static final String NUL = "\0";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SaslConversation begin(Credential credential, AuthTarget target) {
        if (!target.encrypted() && !allowedUnencrypted) {
            throw new AuthException(
                    NAME,
                    credential,
                    "the connection is not encrypted, and anybody on the way could read the password; nothing was sent;"
                            + " set tls=true, or plainWithoutTls=true if nobody can listen",
                    null);
        }
        if (credential.username().isEmpty() || credential.username().contains(NUL)) {
            throw new AuthException(NAME, credential, "the user name is empty or has a NUL character", null);
        }
        return new Conversation(credential, message(credential));
    }

    /** {@code NUL user NUL password}; the name to act as is left out, it would be the same. */
    private static byte[] message(Credential credential) {
        byte[] user = credential.username().getBytes(StandardCharsets.UTF_8);
        byte[] password = password(credential);
        try {
            return ByteBuffer.allocate(user.length + password.length + 2)
                    .put((byte) 0)
                    .put(user)
                    .put((byte) 0)
                    .put(password)
                    .array();
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private static byte[] password(Credential credential) {
        char[] password = credential.copyPassword();
        try {
            requireText(credential, password);
            ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password));
            byte[] bytes = new byte[utf8.remaining()];
            utf8.get(bytes);
            utf8.clear();
            utf8.put(new byte[utf8.remaining()]);
            return bytes;
        } catch (CharacterCodingException e) {
            // not chained: its text may quote the password
            throw new AuthException(NAME, credential, "the password has an unpaired surrogate, so no UTF-8 form", null);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static void requireText(Credential credential, char[] password) {
        boolean nul = false;
        for (char each : password) {
            nul |= each == 0;
        }
        if (nul || password.length == 0) {
            throw new AuthException(NAME, credential, "the password is empty or has a NUL character", null);
        }
    }

    /** The server has nothing to prove but what TLS has proved. */
    private static final class Conversation implements SaslConversation {
        private static final byte[] NOTHING = {};

        private final Credential credential;
        private final byte[] message;
        private boolean answered;

        Conversation(Credential credential, byte[] message) {
            this.credential = credential;
            this.message = message;
        }

        @Override
        public String mechanism() {
            return NAME;
        }

        @Override
        public byte[] first() {
            return message;
        }

        @Override
        public byte[] respond(byte[] challenge) {
            if (challenge.length > 0) {
                throw new AuthException(
                        NAME,
                        credential,
                        "the server asks on with " + challenge.length + " bytes, which PLAIN does not",
                        null);
            }
            answered = true;
            return NOTHING;
        }

        @Override
        public boolean isDone() {
            return answered;
        }

        @Override
        public String hint() {
            return "are user, password and authSource right, and is the mechanism enabled (a server asks LDAP with it)?";
        }

        @Override
        public void close() {
            Arrays.fill(message, (byte) 0);
        }
    }
}
