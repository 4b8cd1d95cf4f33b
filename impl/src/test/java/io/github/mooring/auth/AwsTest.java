package io.github.mooring.auth;

import static io.github.mooring.auth.AuthFixture.IN_CLEAR;
import static io.github.mooring.auth.AuthFixture.encode;
import static io.github.mooring.auth.AuthFixture.external;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.auth.AwsCredentialSource;
import io.github.mooring.api.auth.AwsCredentials;
import io.github.mooring.time.Clock;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The signature is checked by what a server does with it, written on the JDK's cryptography alone. */
class AwsTest {
    private static final String ID = "AKIDEXAMPLE";
    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final byte[] NONCE = "0123456789abcdef0123456789ABCDEF".getBytes(UTF_8);
    private static final byte[] SERVER_NONCE =
            (new String(NONCE, UTF_8) + "ghijklmnopqrstuvwxyzGHIJKLMNOPQR").getBytes(UTF_8);

    private final Map<String, String> variables = new HashMap<>();
    /** A date that stands still. */
    private final Clock clock = Clock.of(
            () -> Instant.parse("2019-11-07T00:26:07Z").getEpochSecond() * 1_000_000_000L,
            (lock, condition, nanos) -> nanos);

    @Test
    void firstMessageIsANonceWithoutChannelBinding() {
        BsonDocument first = document(conversation(given()).first());

        assertThat(first.keySet()).containsExactly("r", "p");
        assertThat(first.getBinary("r").getData()).isEqualTo(NONCE);
        assertThat(first.getInt32("p").getValue()).isEqualTo(110);
    }

    @Test
    void answerIsSignedForTheServersHostAndRegion() throws GeneralSecurityException {
        SaslConversation talk = conversation(given());

        BsonDocument answer = document(talk.respond(challenge(SERVER_NONCE, "sts.us-west-2.amazonaws.com")));

        assertThat(answer.keySet()).containsExactly("a", "d");
        String date = answer.getString("d").getValue();
        assertThat(date).isEqualTo("20191107T002607Z");
        assertThat(answer.getString("a").getValue())
                .isEqualTo(expected(date, "us-west-2", "sts.us-west-2.amazonaws.com", null));
        assertThat(talk.isDone()).isFalse();
        assertThat(talk.respond(new byte[0])).isEmpty();
        assertThat(talk.isDone()).isTrue();
    }

    @Test
    void sessionTokenIsSentAndSigned() throws GeneralSecurityException {
        Credential temporary = external("MONGODB-AWS", ID, KEY, Map.of("AWS_SESSION_TOKEN", "t+/="));

        BsonDocument answer = document(conversation(temporary).respond(challenge(SERVER_NONCE, "sts.amazonaws.com")));

        assertThat(answer.getString("t").getValue()).isEqualTo("t+/=");
        assertThat(answer.getString("a").getValue())
                .isEqualTo(expected(answer.getString("d").getValue(), "us-east-1", "sts.amazonaws.com", "t+/="));
    }

    /** The example in AWS's documentation of the signing key. */
    @Test
    void signingKeyIsThatOfTheExample() {
        assertThat(HexFormat.of().formatHex(AwsSignature.key(KEY, "20150830", "us-east-1", "iam")))
                .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    @ParameterizedTest
    @CsvSource({
        "sts.amazonaws.com, us-east-1",
        "sts.us-west-2.amazonaws.com, us-west-2",
        "sts.us-west-2.amazonaws.com.ch, us-west-2",
        "example.com, com",
        "localhost, us-east-1",
    })
    void regionIsTheSecondLabelOfTheHost(String host, String region) {
        assertThat(AwsSignature.region(host)).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sts..com",
                ".amazonaws.com",
                "sts.amazonaws.",
                "a\nb.com",
                "a:b.com",
                "host name",
                "h\u00E4.com"
            })
    void hostThatIsNoneIsRefused(String host) {
        assertRefused(challenge(SERVER_NONCE, host), "no acceptable STS host");
    }

    @Test
    void hostThatIsTooLongIsRefused() {
        assertRefused(challenge(SERVER_NONCE, "a".repeat(256)), "no acceptable STS host");
    }

    @Test
    void nonceThatIsNotTheClientsAndMoreIsRefused() {
        byte[] others = SERVER_NONCE.clone();
        others[31]++;
        for (byte[] nonce : List.of(others, NONCE, Arrays.copyOf(SERVER_NONCE, 65), new byte[0])) {
            assertRefused(
                    challenge(nonce, "sts.amazonaws.com"), "the server's nonce is not the client's and another 32");
        }
        assertRefused(encode(new BsonDocument("h", new BsonString("sts.amazonaws.com"))), "the server's nonce");
        assertRefused(new byte[] {5, 0, 0, 0}, "is not BSON");
        assertRefused(new byte[0], "is not BSON");
    }

    @Test
    void refusedConversationStaysRefused() {
        SaslConversation talk = conversation(given());
        assertThatExceptionOfType(AuthException.class).isThrownBy(() -> talk.respond(new byte[0]));

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> talk.respond(challenge(SERVER_NONCE, "sts.amazonaws.com")))
                .withMessageContaining("it has failed before");
        assertThat(talk.isDone()).isFalse();
    }

    @Test
    void serverThatAsksOnIsRefused() {
        SaslConversation talk = conversation(given());
        talk.respond(challenge(SERVER_NONCE, "sts.amazonaws.com"));

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> talk.respond(new byte[3]))
                .withMessageContaining("asks on with 3 bytes");
    }

    @Test
    void keysComeFromTheUserThenAPartThenTheEnvironment() {
        variables.put("AWS_ACCESS_KEY_ID", "ENVIRONMENT");
        variables.put("AWS_SECRET_ACCESS_KEY", KEY);
        AwsCredentialSource part = () -> new AwsCredentials("PART", KEY, null);
        Credential nobody = external("MONGODB-AWS", "", "");

        assertThat(keyId(aws(part), given())).isEqualTo(ID);
        assertThat(keyId(aws(part), nobody)).isEqualTo("PART");
        assertThat(keyId(aws(), nobody)).isEqualTo("ENVIRONMENT");
    }

    @Test
    void whatIsMissingIsSaidWithHowToSupplyIt() {
        variables.put("AWS_ACCESS_KEY_ID", ID);

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> aws().begin(external("MONGODB-AWS", "", ""), IN_CLEAR))
                .withMessageContaining("MONGODB-AWS for a user without a name on database '$external'")
                .withMessageContaining("AWS_SECRET_ACCESS_KEY")
                .withMessageContaining("META-INF/services/io.github.mooring.api.auth.AwsCredentialSource")
                .satisfies(e -> assertThat(e.isMisconfigured()).isTrue());
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> aws().begin(external("MONGODB-AWS", ID, ""), IN_CLEAR))
                .withMessageContaining("no secret key as password");
        AwsCredentialSource one = () -> new AwsCredentials("PART", KEY, null);
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> aws(one, one).begin(external("MONGODB-AWS", "", ""), IN_CLEAR))
                .withMessageContaining("more than one source of AWS keys");
    }

    @Test
    void partThatHasNoneIsPassedOn() {
        AwsCredentialSource broken = () -> {
            throw new IOException("the role has gone");
        };

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> aws(broken).begin(external("MONGODB-AWS", "", ""), IN_CLEAR))
                .withMessageContaining("no AWS keys: the role has gone");
    }

    @Test
    void keysPrintAsHidden() {
        assertThat(new AwsCredentials(ID, KEY, "token").toString()).contains(ID).doesNotContain(KEY, "token");
    }

    private SaslConversation conversation(Credential credential) {
        return aws().begin(credential, IN_CLEAR);
    }

    private Aws aws(AwsCredentialSource... sources) {
        LazyParts parts = new LazyParts(() -> new AuthParts(List.of(), List.of(sources)));
        return new Aws(parts, variables::get, clock, NONCE::clone);
    }

    private static Credential given() {
        return external("MONGODB-AWS", ID, KEY);
    }

    private static String keyId(Aws aws, Credential credential) {
        byte[] answer = aws.begin(credential, IN_CLEAR).respond(challenge(SERVER_NONCE, "sts.amazonaws.com"));
        String authorization = document(answer).getString("a").getValue();
        return authorization.replaceFirst(".*Credential=([^/]*)/.*", "$1");
    }

    private void assertRefused(byte[] challenge, String text) {
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> conversation(given()).respond(challenge))
                .withMessageContaining("MONGODB-AWS authentication of user '" + ID + "'")
                .withMessageContaining(text)
                .satisfies(e -> assertThat(e).hasMessageNotContaining(KEY));
    }

    private static byte[] challenge(byte[] nonce, String host) {
        return encode(new BsonDocument("s", new BsonBinary(nonce)).append("h", new BsonString(host)));
    }

    private static BsonDocument document(byte[] bytes) {
        return new RawBsonDocument(bytes);
    }

    private static String expected(String date, String region, String host, @Nullable String token)
            throws GeneralSecurityException {
        String names = "content-length;content-type;host;x-amz-date;" + (token == null ? "" : "x-amz-security-token;")
                + "x-mongodb-gs2-cb-flag;x-mongodb-server-nonce";
        String request = "POST\n/\n\ncontent-length:43\ncontent-type:application/x-www-form-urlencoded\nhost:" + host
                + "\nx-amz-date:" + date + "\n" + (token == null ? "" : "x-amz-security-token:" + token + "\n")
                + "x-mongodb-gs2-cb-flag:n\nx-mongodb-server-nonce:"
                + Base64.getEncoder().encodeToString(SERVER_NONCE)
                + "\n\n" + names + "\nab821ae955788b0e33ebd34c208442ccfc2d406e2edc5e7a39bd6458fbb4f843";
        String scope = date.substring(0, 8) + "/" + region + "/sts/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(request.getBytes(UTF_8)));
        byte[] key = ("AWS4" + KEY).getBytes(UTF_8);
        for (String step : List.of(date.substring(0, 8), region, "sts", "aws4_request", toSign)) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            key = mac.doFinal(step.getBytes(UTF_8));
        }
        return "AWS4-HMAC-SHA256 Credential=" + ID + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                + HexFormat.of().formatHex(key);
    }
}
