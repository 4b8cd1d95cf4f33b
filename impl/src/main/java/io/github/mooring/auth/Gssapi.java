package io.github.mooring.auth;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.PrivilegedActionException;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.security.auth.login.LoginException;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;

/**
 * GSSAPI, that is Kerberos 5, by what the JDK has for it (modules {@code java.security.sasl}, {@code
 * java.security.jgss}). Thread-safe.
 *
 * <p>Unlike the other mechanisms it does I/O of its own: the JDK asks the key distribution centre for tickets, and the
 * resolver if host names are to be canonicalized. Neither knows of a deadline.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/auth/auth.md#gssapi">Authentication
 *     specification: GSSAPI</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4752">RFC 4752</a>
 */
final class Gssapi implements SaslMechanism {

    static final String NAME = "GSSAPI";

    /** Authentication only, no encryption by Kerberos: that is TLS's business. */
    private static final Map<String, String> QUALITY = Map.of(Sasl.QOP, "auth", Sasl.MAX_BUFFER, "0");

    private final KerberosLogin login;
    private final SaslClientFactory clients;
    private final UnaryOperator<String> canonical;

    /** With the JDK's Kerberos. */
    Gssapi() {
        this(new JaasLogin(), new JdkSaslClients(), Gssapi::reverse);
    }

    /** @param canonical a host's name by a forward and a reverse look-up; the name itself where that fails */
    Gssapi(KerberosLogin login, SaslClientFactory clients, UnaryOperator<String> canonical) {
        this.login = login;
        this.clients = clients;
        this.canonical = canonical;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public SaslConversation begin(Credential credential, AuthTarget target) {
        GssapiService service = GssapiService.of(credential, target.server().host(), canonical);
        KerberosLogin.Ticket ticket = null;
        try {
            KerberosLogin.Ticket own = login.login(credential);
            ticket = own;
            SaslClient client = own.as(() -> clients.createSaslClient(
                    new String[] {NAME}, credential.username(), service.name(), service.host(), QUALITY, null));
            if (client == null) {
                throw new AuthException(
                        NAME, credential, "this JVM has no GSSAPI; it comes with the module java.security.jgss", null);
            }
            GssapiConversation conversation = new GssapiConversation(credential, client, own, service);
            ticket = null; // the conversation's from now on
            return conversation;
        } catch (LoginException e) {
            throw new AuthException(NAME, credential, "no Kerberos ticket to begin with: " + e.getMessage(), e);
        } catch (PrivilegedActionException e) {
            throw new AuthException(
                    NAME,
                    credential,
                    "cannot begin with " + service + ": " + e.getException().getMessage(),
                    e.getException());
        } finally {
            if (ticket != null) {
                ticket.close();
            }
        }
    }

    /** What the JDK can find out; a textual address is what it says when it cannot. */
    private static String reverse(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            String name = address.getCanonicalHostName();
            return name.equals(address.getHostAddress()) ? host : name.toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            return host; // as the specification has it; to dial it has worked
        }
    }
}
