package io.github.mooring.auth;

import io.github.mooring.api.auth.AwsCredentials;
import io.github.mooring.time.Clock;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** Nonce, the server's nonce and STS host, signature. */
final class AwsConversation implements SaslConversation {

    static final int NONCE_BYTES = 32;

    /** Source: RFC 1035. */
    private static final int MAX_HOST_CHARS = 255;

    /** Labels, none of them empty. The host becomes part of what is signed, line by line, so nothing else may be in it. */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    /** No channel binding. */
    private static final int GS2_FLAG = 'n';

    private static final byte[] NOTHING = {};

    private enum State {
        START,
        SIGNED,
        DONE,
        FAILED
    }

    private final Credential credential;
    private final AwsCredentials keys;
    private final byte[] nonce;
    private final Clock clock;
    private State state = State.START;

    AwsConversation(Credential credential, AwsCredentials keys, byte[] nonce, Clock clock) {
        this.credential = credential;
        this.keys = keys;
        this.nonce = nonce;
        this.clock = clock;
    }

    @Override
    public String mechanism() {
        return Aws.NAME;
    }

    @Override
    public byte[] first() {
        return Payload.of(new BsonDocument("r", new BsonBinary(nonce)).append("p", new BsonInt32(GS2_FLAG)));
    }

    @Override
    public byte[] respond(byte[] challenge) {
        State before = state;
        state = State.FAILED; // unless the challenge proves good
        byte[] answer = switch (before) {
            case START -> sign(challenge);
            case SIGNED, DONE -> end(challenge);
            case FAILED -> throw failed("it has failed before");
        };
        state = before == State.START ? State.SIGNED : State.DONE;
        return answer;
    }

    @Override
    public boolean isDone() {
        return state == State.DONE;
    }

    @Override
    public String hint() {
        return "are the AWS keys valid, and does the server know their identity (ARN) as a user of $external?";
    }

    private byte[] sign(byte[] challenge) {
        RawDocument message = read(challenge);
        byte[] serverNonce = message.binary("s");
        if (serverNonce == null
                || serverNonce.length != 2 * NONCE_BYTES
                || !Arrays.equals(serverNonce, 0, NONCE_BYTES, nonce, 0, NONCE_BYTES)) {
            throw failed("the server's nonce is not the client's and another " + NONCE_BYTES + " bytes");
        }
        String host = message.stringValue("h");
        if (host == null
                || host.length() > MAX_HOST_CHARS
                || !HOST.matcher(host).matches()) {
            throw failed("the server names no acceptable STS host");
        }
        AwsSignature signature = AwsSignature.of(keys, host, serverNonce, clock.instant());
        BsonDocument answer = new BsonDocument("a", new BsonString(signature.authorization()))
                .append("d", new BsonString(signature.date()));
        if (keys.sessionToken() != null) {
            answer.append("t", new BsonString(keys.sessionToken()));
        }
        return Payload.of(answer);
    }

    private RawDocument read(byte[] challenge) {
        try {
            return RawDocument.of(challenge, 0, challenge.length);
        } catch (WireException e) {
            throw new AuthException(Aws.NAME, credential, "the server's message is not BSON: " + e.getMessage(), e);
        }
    }

    private byte[] end(byte[] challenge) {
        if (challenge.length > 0) {
            throw failed("the server asks on with " + challenge.length + " bytes after the signature");
        }
        return NOTHING;
    }

    private AuthException failed(String reason) {
        return new AuthException(Aws.NAME, credential, reason, null);
    }
}
