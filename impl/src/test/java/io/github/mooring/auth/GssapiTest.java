package io.github.mooring.auth;

import static io.github.mooring.auth.AuthFixture.IN_CLEAR;
import static io.github.mooring.auth.AuthFixture.external;
import static io.github.mooring.auth.AuthFixture.reply;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mechanism around the JDK's Kerberos, which is played by fakes here. */
class GssapiTest {
    private static final String USER = "ann@EXAMPLE.COM";

    private final FakeLogin login = new FakeLogin();
    private final FakeClients clients = new FakeClients();
    private final Gssapi gssapi = new Gssapi(login, clients, host -> host.equals("db.example") ? "real.example" : host);

    @Test
    void conversationIsLedByTheJdksClientInTheNameOfTheUser() {
        AuthConversation talk = begin(Map.of());

        BsonDocument start = talk.first();
        assertThat(start.getString("mechanism").getValue()).isEqualTo("GSSAPI");
        assertThat(payload(start)).isEqualTo("first");
        BsonDocument second = Objects.requireNonNull(talk.next(reply(false, bytes("a"))));
        assertThat(second.getFirstKey()).isEqualTo("saslContinue");
        assertThat(second.getInt32("conversationId").getValue()).isEqualTo(7);
        assertThat(payload(second)).isEqualTo("answer to a");
        BsonDocument third = Objects.requireNonNull(talk.next(reply(false, bytes("last"))));
        assertThat(payload(third)).isEqualTo("answer to last");
        assertThat(talk.next(reply(true, new byte[0]))).isNull();
        talk.close();

        assertThat(clients.outside).as("calls without the user's subject").isZero();
        assertThat(clients.disposed).isTrue();
        assertThat(login.log).containsExactly("login", "close");
    }

    @Test
    void serviceIsMongodbAtTheHostAsItWasDialed() {
        begin(Map.of());

        assertThat(clients.asked).isEqualTo("GSSAPI " + USER + " mongodb/db.example {auth, 0}");
    }

    @Test
    void propertiesNameServiceAndHostInAnySpelling() {
        begin(Map.of("service_name", "other", "SERVICE_HOST", "kdc-name.example"));

        assertThat(clients.asked).contains(" other/kdc-name.example ");
    }

    @ParameterizedTest
    @CsvSource({"none, db.example", "false, db.example", "forwardAndReverse, real.example", "true, real.example"})
    void hostIsCanonicalizedOnDemand(String how, String host) {
        begin(Map.of("CANONICALIZE_HOST_NAME", how));

        assertThat(clients.asked).contains(" mongodb/" + host + " ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CANONICALIZE_HOST_NAME=forward", "CANONICALIZE_HOST_NAME=maybe", "SERVICE_REALM=OTHER.COM"})
    void whatTheJdkCannotDoIsAConfigurationErrorThatNamesTheProperty(String property) {
        String name = property.substring(0, property.indexOf('='));

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> begin(Map.of(name, property.substring(name.length() + 1))))
                .withMessageContaining("GSSAPI for user '" + USER + "'")
                .withMessageContaining("authMechanismProperties " + name)
                .satisfies(e -> assertThat(e.isMisconfigured()).isTrue());
        assertThat(login.log).isEmpty();
    }

    @Test
    void serverThatEndsEarlyIsNotTrusted() {
        AuthConversation talk = begin(Map.of());

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> talk.next(reply(true, bytes("a"))))
                .withMessageContaining("has not proved itself");
    }

    @Test
    void serverThatGoesOnAfterTheEndIsRefused() {
        AuthConversation talk = begin(Map.of());
        talk.next(reply(false, bytes("last")));

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> talk.next(reply(false, bytes("more"))))
                .withMessageContaining("4 bytes after the end");
    }

    @Test
    void serverThatNeverEndsIsGivenUp() {
        AuthConversation talk = begin(Map.of());

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 20; i++) {
                        talk.next(reply(false, bytes("again")));
                    }
                })
                .withMessageContaining("did not come to an end in 10 exchanges");
    }

    @Test
    void whatKerberosSaysIsPassedOnWithTheService() {
        AuthConversation talk = begin(Map.of());

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> talk.next(reply(false, bytes("bad"))))
                .withMessageContaining("service mongodb/db.example")
                .withMessageContaining("GSS initiate failed: Server not found in Kerberos database");
    }

    @Test
    void whoHasNoTicketIsToldSo() {
        login.failure = new FailedLoginException("Unable to obtain password from user");

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> begin(Map.of()))
                .withMessageContaining("no Kerberos ticket to begin with: Unable to obtain password from user");
    }

    @Test
    void jvmWithoutTheMechanismIsToldApartAndTheUserSignedOff() {
        clients.absent = true;

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> begin(Map.of()))
                .withMessageContaining("java.security.jgss");
        assertThat(login.log).containsExactly("login", "close");
    }

    @Test
    void thisJvmHasTheMechanism() {
        assertThat(Collections.list(Sasl.getSaslClientFactories()))
                .anyMatch(
                        factory -> List.of(factory.getMechanismNames(Map.of())).contains("GSSAPI"));
    }

    private AuthConversation begin(Map<String, String> properties) {
        return new OverSasl(gssapi, false).begin(external("GSSAPI", USER, "", properties), IN_CLEAR);
    }

    private static String payload(BsonDocument command) {
        return new String(command.getBinary("payload").getData(), US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    /** Knows whether somebody acts in the user's name just now. */
    private static final class FakeLogin implements KerberosLogin {
        final List<String> log = new ArrayList<>();

        @Nullable
        LoginException failure;

        boolean acting;

        @Override
        public Ticket login(Credential credential) throws LoginException {
            if (failure != null) {
                throw failure;
            }
            log.add("login");
            return new Ticket() {
                @Override
                public <T> T as(PrivilegedExceptionAction<T> action) throws PrivilegedActionException {
                    acting = true;
                    try {
                        return action.run();
                    } catch (Exception e) {
                        throw new PrivilegedActionException(e);
                    } finally {
                        acting = false;
                    }
                }

                @Override
                public void close() {
                    log.add("close");
                }
            };
        }
    }

    /** Is done when it has answered {@code last}. */
    private final class FakeClients implements SaslClientFactory, SaslClient {
        String asked = "";
        int outside;
        boolean absent;
        boolean complete;
        boolean disposed;

        @Override
        public @Nullable SaslClient createSaslClient(
                String[] mechanisms,
                @Nullable String authorizationId,
                String protocol,
                String serverName,
                Map<String, ?> properties,
                @Nullable CallbackHandler handler) {
            check();
            asked = String.join(",", mechanisms) + " " + authorizationId + " " + protocol + "/" + serverName + " {"
                    + properties.get("javax.security.sasl.qop") + ", "
                    + properties.get("javax.security.sasl.maxbuffer") + "}";
            return absent ? null : this;
        }

        @Override
        public byte[] evaluateChallenge(byte[] challenge) throws SaslException {
            check();
            String text = new String(challenge, US_ASCII);
            if (text.equals("bad")) {
                throw new SaslException(
                        "GSS initiate failed", new IllegalStateException("Server not found in Kerberos database"));
            }
            complete = text.equals("last");
            return bytes(text.isEmpty() ? "first" : "answer to " + text);
        }

        private void check() {
            if (!login.acting) {
                outside++;
            }
        }

        @Override
        public String[] getMechanismNames(Map<String, ?> properties) {
            return new String[] {"GSSAPI"};
        }

        @Override
        public String getMechanismName() {
            return "GSSAPI";
        }

        @Override
        public boolean hasInitialResponse() {
            return true;
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public byte[] unwrap(byte[] incoming, int offset, int length) {
            throw new UnsupportedOperationException("no security layer was asked for");
        }

        @Override
        public byte[] wrap(byte[] outgoing, int offset, int length) {
            throw new UnsupportedOperationException("no security layer was asked for");
        }

        @Override
        public @Nullable Object getNegotiatedProperty(String name) {
            return null;
        }

        @Override
        public void dispose() {
            disposed = true;
        }
    }
}
