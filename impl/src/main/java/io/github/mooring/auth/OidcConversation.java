package io.github.mooring.auth;

import org.bson.BsonDocument;
import org.bson.BsonString;

/** One step: the token, and the server's yes. */
final class OidcConversation implements SaslConversation {

    private static final int AUTHENTICATION_FAILED = 18;
    private static final byte[] NOTHING = {};

    private final Credential credential;
    private final OidcTokens tokens;
    private final String token;
    private final boolean fresh;
    private boolean answered;

    /** @param fresh whether the token has just been got, so that asking for another would not help */
    OidcConversation(Credential credential, OidcTokens tokens, String token, boolean fresh) {
        this.credential = credential;
        this.tokens = tokens;
        this.token = token;
        this.fresh = fresh;
    }

    @Override
    public String mechanism() {
        return Oidc.NAME;
    }

    @Override
    public byte[] first() {
        return Payload.of(new BsonDocument("jwt", new BsonString(token)));
    }

    @Override
    public byte[] respond(byte[] challenge) {
        answered = true;
        return NOTHING;
    }

    @Override
    public boolean isDone() {
        return answered;
    }

    @Override
    public boolean isWorthAnother(int code) {
        if (code != AUTHENTICATION_FAILED || fresh) {
            return false;
        }
        expired();
        return true;
    }

    @Override
    public void expired() {
        tokens.invalidate(credential, token);
    }

    @Override
    public String hint() {
        return "does the server trust the token's issuer and audience, and does it know the roles that the token grants?";
    }
}
