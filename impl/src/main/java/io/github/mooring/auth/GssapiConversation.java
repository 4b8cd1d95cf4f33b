package io.github.mooring.auth;

import java.security.PrivilegedActionException;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** A conversation that the JDK's SASL client leads, in the name of the user. */
final class GssapiConversation implements SaslConversation {

    private static final byte[] NOTHING = {};

    private final Credential credential;
    private final SaslClient client;
    private final KerberosLogin.Ticket ticket;
    private final GssapiService service;
    private final byte[] first;

    /** Takes client and ticket over. */
    GssapiConversation(Credential credential, SaslClient client, KerberosLogin.Ticket ticket, GssapiService service) {
        this.credential = credential;
        this.client = client;
        this.ticket = ticket;
        this.service = service;
        this.first = client.hasInitialResponse() ? evaluate(NOTHING) : NOTHING;
    }

    @Override
    public String mechanism() {
        return Gssapi.NAME;
    }

    @Override
    public byte[] first() {
        return first;
    }

    @Override
    public byte[] respond(byte[] challenge) {
        if (!client.isComplete()) {
            return evaluate(challenge);
        }
        if (challenge.length > 0) {
            throw failed("the server sent " + challenge.length + " bytes after the end of the exchange", null);
        }
        return NOTHING;
    }

    @Override
    public boolean isDone() {
        return client.isComplete();
    }

    @Override
    public String hint() {
        return "is '" + credential.username() + "' a user of $external, and is " + service
                + " the server's principal (SERVICE_NAME, SERVICE_HOST)?";
    }

    @Override
    public void close() {
        try {
            client.dispose();
        } catch (SaslException e) {
            // nothing is left of it either way
        }
        ticket.close();
    }

    private byte[] evaluate(byte[] challenge) {
        try {
            byte @Nullable [] answer = ticket.as(() -> client.evaluateChallenge(challenge));
            return answer == null ? NOTHING : answer;
        } catch (PrivilegedActionException e) {
            throw failed("at " + service + ": " + rootText(e.getException()), e.getException());
        }
    }

    /** The JDK's own text names the protocol only; what Kerberos says stands at the end of the chain. */
    private static String rootText(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? String.valueOf(failure.getMessage()) : failure.getMessage() + ": " + root.getMessage();
    }

    private AuthException failed(String reason, @Nullable Throwable cause) {
        return new AuthException(Gssapi.NAME, credential, reason, cause);
    }
}
