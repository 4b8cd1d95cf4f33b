package io.github.mooring.auth;

import io.github.mooring.wire.RawDocument;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;

/**
 * MONGODB-X509: TLS has proved both sides already, so one command says that the certificate's subject is the user.
 * Stateless.
 *
 * <p>A connection without encryption is not refused here: a proxy beside the client may do TLS, with a certificate of its
 * own.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#mongodb-x509">Authentication
 *     specification: MONGODB-X509</a>
 */
final class X509 implements AuthMechanism {

    static final String NAME = "MONGODB-X509";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean mayBeSpeculative(Credential credential) {
        return true;
    }

    @Override
    public AuthConversation begin(Credential credential, AuthTarget target) {
        return new OneCommand(credential, target.encrypted());
    }

    /** All there is to say. */
    private record OneCommand(Credential credential, boolean encrypted) implements AuthConversation {

        @Override
        public String mechanism() {
            return NAME;
        }

        /** The server takes the name from the certificate where none is given, so none is made up. */
        @Override
        public BsonDocument first() {
            BsonDocument command =
                    new BsonDocument("authenticate", new BsonInt32(1)).append("mechanism", new BsonString(NAME));
            return credential.username().isEmpty()
                    ? command
                    : command.append("user", new BsonString(credential.username()));
        }

        @Override
        public @Nullable BsonDocument next(RawDocument reply) {
            return null;
        }

        @Override
        public String hint() {
            return encrypted
                    ? "was a client certificate given (tlsCertificateKeyFile), and does the server know its subject as"
                            + " a user of $external?"
                    : "this mechanism needs TLS with a client certificate (tls=true, tlsCertificateKeyFile)";
        }

        @Override
        public void close() {}
    }
}
