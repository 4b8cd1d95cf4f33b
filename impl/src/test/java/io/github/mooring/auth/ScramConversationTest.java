package io.github.mooring.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of the Authentication specification; the one for SHA-256 is that of RFC 7677 as well. */
class ScramConversationTest {

    private static final String NONCE_256 = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST_256 =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL_256 =
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL_256 = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private final ScramKeyCache cache = new ScramKeyCache();

    @Test
    void sha256FollowsTheExampleOfTheSpecification() {
        SaslConversation conversation = example256();

        assertThat(conversation.mechanism()).isEqualTo("SCRAM-SHA-256");
        assertThat(text(conversation.first())).isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        assertThat(text(conversation.respond(bytes(SERVER_FIRST_256)))).isEqualTo(CLIENT_FINAL_256);
        assertThat(conversation.isDone()).isFalse();
        assertThat(conversation.respond(bytes(SERVER_FINAL_256))).isEmpty();
        assertThat(conversation.isDone()).isTrue();
    }

    @Test
    void sha1FollowsTheExampleOfTheSpecification() {
        SaslConversation conversation = begin(ScramVariant.SHA_1, "user", "pencil", "fyko+d2lbbFgONRv9qkxdawL");

        assertThat(conversation.mechanism()).isEqualTo("SCRAM-SHA-1");
        assertThat(text(conversation.first())).isEqualTo("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        assertThat(
                        text(
                                conversation.respond(
                                        bytes(
                                                "r=fyko+d2lbbFgONRv9qkxdawLHo+Vgk7qvUOKUwuWLIWg4l/9SraGMHEE,s=rQ9ZY3MntBeuP3E1TDVC4w==,i=10000"))))
                .isEqualTo(
                        "c=biws,r=fyko+d2lbbFgONRv9qkxdawLHo+Vgk7qvUOKUwuWLIWg4l/9SraGMHEE,p=MC2T8BvbmWRckDw8oWl5IVghwCY=");
        assertThat(conversation.respond(bytes("v=UMWeI25JD1yNYZRMpZ4VHvhZ9e0=")))
                .isEmpty();
        assertThat(conversation.isDone()).isTrue();
    }

    @Test
    void theEmptyExchangeOfOlderServersIsAnsweredWithNothing() {
        SaslConversation conversation = example256();
        conversation.respond(bytes(SERVER_FIRST_256));
        conversation.respond(bytes(SERVER_FINAL_256));

        assertThat(conversation.respond(new byte[0])).isEmpty();
        assertThat(conversation.isDone()).isTrue();
        assertFails(conversation, bytes("v=x"), "the server sent 3 characters after its signature");
        assertThat(conversation.isDone()).isFalse();
    }

    @Test
    void aServerThatEndsEarlyHasProvedNothing() {
        SaslConversation conversation = example256();
        conversation.respond(bytes(SERVER_FIRST_256));

        assertFails(conversation, new byte[0], "the server's message has no signature (v=) in its place");
        assertThat(conversation.isDone()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G8=",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95A==",
                "v=",
                "v=AAAA",
                "v=AAAA,z=new"
            })
    void aWrongServerSignatureIsRefused(String serverFinal) {
        SaslConversation conversation = example256();
        conversation.respond(bytes(SERVER_FIRST_256));

        assertFails(
                conversation,
                bytes(serverFinal),
                "the server's signature is wrong: it does not know the password, or is not who it claims to be");
        assertThat(conversation.isDone()).isFalse();
        assertFails(conversation, bytes(SERVER_FINAL_256), "it has failed before");
        assertThat(conversation.isDone()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                        | the server's first message has 1 attributes instead of nonce, salt and iterations",
                "r=NONCEx,s=YWJj           | the server's first message has 2 attributes instead of nonce, salt and iterations",
                "s=YWJj,r=NONCEx,i=4096    | the server's message has no nonce (r=) in its place",
                "m=ext,r=NONCEx,s=YWJj,i=4096 | the server demands an extension of SCRAM, and none is known",
                "r=NONCEx,i=4096,s=YWJj    | the server's message has no salt (s=) in its place",
                "r=NONCEx,s=YWJj,x=4096    | the server's message has no iteration count (i=) in its place",
                "r=NONCEx,s=YWJj,i         | the server's message has no iteration count (i=) in its place",
                "r=XNONCE,s=YWJj,i=4096    | the server's nonce does not begin with the client's",
                "r=,s=YWJj,i=4096          | the server's nonce does not begin with the client's",
                "r=NONCE,s=YWJj,i=4096     | the server added nothing to the client's nonce",
                "r=NONCEx,s=,i=4096        | the server's salt is empty",
                "r=NONCEx,s=?!,i=4096      | the server's salt is not Base64",
                "r=NONCEx,s=YWJ,i=4096     | the server's salt is not Base64 as it has to be written",
                "r=NONCEx,s=YWK=,i=4096    | the server's salt is not Base64 as it has to be written",
                "r=NONCE\u00E4,s=YWJj,i=4096 | the server's nonce has characters other than printable ASCII",
                "r=NONCE x,s=YWJj,i=4096   | the server's nonce has characters other than printable ASCII",
                "r=NONCEx,s=YWJj,i=many    | the server's iteration count is not a number from 4096 to 2000000",
                "r=NONCEx,s=YWJj,i=        | the server's iteration count is not a number from 4096 to 2000000",
                "r=NONCEx,s=YWJj,i=99999999999 | the server's iteration count is not a number from 4096 to 2000000",
                "r=NONCEx,s=YWJj,i=+4096   | the server's iteration count is not a number from 4096 to 2000000",
                "r=NONCEx,s=YWJj,i=04096   | the server's iteration count is not a number from 4096 to 2000000",
                "r=NONCEx,s=YWJj,i=4096 .  | the server's iteration count is not a number from 4096 to 2000000",
                "r=NONCEx,s=YWJj,i=\u0664\u0660\u0669\u0666 | the server's iteration count is not a number from 4096 to 2000000",
                "r=NONCEx,s=YWJj,i=4095    | the server's iteration count 4095 is outside 4096..2000000",
                "r=NONCEx,s=YWJj,i=0       | the server's iteration count is not a number from 4096 to 2000000",
                "r=NONCEx,s=YWJj,i=-1      | the server's iteration count is not a number from 4096 to 2000000",
                "r=NONCEx,s=YWJj,i=4096,   | the server's message has something in place 4 that is no attribute",
                "r=NONCEx,s=YWJj,i=4096,more | the server's message has something in place 4 that is no attribute",
                "r=NONCEx,s=YWJj,i=4096,z=1,1=z | the server's message has something in place 5 that is no attribute",
                "r=NONCEx,s=YWJj,i=2000001 | the server's iteration count 2000001 is outside 4096..2000000",
                "e=unknown-user            | the server says: unknown-user",
            })
    void aServersFirstMessageThatIsNotAcceptableIsRefused(String message, String reason) {
        SaslConversation conversation = begin(ScramVariant.SHA_256, "user", "pencil", "NONCE");

        assertFails(conversation, bytes(message), reason);
        assertThat(conversation.isDone()).isFalse();
        assertThat(cache.size()).isZero();
    }

    @Test
    void challengesThatAreNotTextAreRefused() {
        assertFails(example256(), new byte[] {'r', '=', (byte) 0xC3, '('}, "the server's message is not UTF-8");
    }

    @Test
    void oversizedAndBinaryChallengesAreRefusedUnread() {
        byte[] oversized = bytes(SERVER_FIRST_256 + ",z=" + "x".repeat(20_000));

        assertFails(
                example256(), oversized, "the server's message has " + oversized.length + " bytes, allowed are 4096");
        assertFails(example256(), bytes("r=\0"), "the server's message has a NUL character");
    }

    @Test
    void signatureIsReadAsStrictlyAsTheChallenge() {
        SaslConversation unpadded = example256();
        unpadded.respond(bytes(SERVER_FIRST_256));
        assertFails(
                unpadded,
                bytes(SERVER_FINAL_256.replace("=", "").replace("v", "v=")),
                "the server's signature is not Base64 as it has to be written");

        SaslConversation followed = example256();
        followed.respond(bytes(SERVER_FIRST_256));
        assertFails(
                followed,
                bytes(SERVER_FINAL_256 + ","),
                "the server's message has something in place 2 that is no attribute");

        SaslConversation extended = example256();
        extended.respond(bytes(SERVER_FIRST_256));
        extended.respond(bytes(SERVER_FINAL_256 + ",z=new"));
        assertThat(extended.isDone()).isTrue();
    }

    /** With the salt that was asked for first, and with one that a server that is not to be trusted asks for. */
    @Test
    void keysOfOneSaltAreNeverUsedForAnother() {
        Credential credential = new Credential("user", "admin", null, "pencil".toCharArray());
        Scram scram = new Scram(ScramVariant.SHA_256, cache, () -> NONCE_256);
        String proof = text(scram.begin(credential).respond(bytes(SERVER_FIRST_256)));

        String other = text(scram.begin(credential).respond(bytes(SERVER_FIRST_256.replace("s=W22Z", "s=X22Z"))));
        String more = text(scram.begin(credential).respond(bytes(SERVER_FIRST_256.replace("i=4096", "i=4097"))));
        String again = text(scram.begin(credential).respond(bytes(SERVER_FIRST_256)));

        assertThat(Set.of(proof, other, more)).hasSize(3);
        assertThat(again).isEqualTo(proof);
        assertThat(cache.size()).isEqualTo(3);
    }

    @Test
    void whatTheServerSaysIsCutAndStrippedOfControlCharacters() {
        assertFails(example256(), bytes("e=no\n\u0007" + "x".repeat(500)), "the server says: no??" + "x".repeat(96));
    }

    @Test
    void unknownExtensionsBehindTheIterationCountAreIgnored() {
        SaslConversation conversation = example256();

        assertThat(text(conversation.respond(bytes(SERVER_FIRST_256 + ",z=new"))))
                .startsWith("c=biws,r=" + NONCE_256);
    }

    @ParameterizedTest
    @CsvSource({
        "IX, I\u00ADX, IX",
        "IX, \u2168, IX",
        "\u2168, IV, IV",
        "\u2168, I\u00ADV, IV",
        "user, \u00AA, a",
        "user, a\u00A0b, a b",
        "user, pässword, pässword",
    })
    void sha256PreparesThePasswordButNotTheUserName(String username, String password, String prepared)
            throws GeneralSecurityException {
        assertAuthenticates(ScramVariant.SHA_256, username, username, password, prepared);
    }

    @ParameterizedTest
    @EnumSource(ScramVariant.class)
    void userNamesWithCommaAndEqualsSignAreEscaped(ScramVariant variant) throws GeneralSecurityException {
        // the digest is the MD5 of a,b=c:mongo:pencil
        String stored = variant == ScramVariant.SHA_256 ? "pencil" : "5a12c253bad277e51964890a09918b7b";

        assertAuthenticates(variant, "a,b=c", "a=2Cb=3Dc", "pencil", stored);
    }

    @Test
    void sha1PreparesNothing() throws GeneralSecurityException {
        Credential credential = new Credential("\u2168", "admin", null, "I\u00ADX".toCharArray());
        char[] digest = ScramVariant.SHA_1.digest(credential);
        // computed by md5sum over the bytes e2 85 a8, ":mongo:I", c2 ad, "X"
        assertThat(new String(digest)).isEqualTo("4967a157f4dffd5ffed399ab6e54f158");

        assertAuthenticates(ScramVariant.SHA_1, "\u2168", "\u2168", "I\u00ADX", "4967a157f4dffd5ffed399ab6e54f158");
    }

    @Test
    void sha1AcceptsAnEmptyPassword() throws GeneralSecurityException {
        String digest = new String(ScramVariant.SHA_1.digest(new Credential("user", "admin", null, new char[0])));

        assertAuthenticates(ScramVariant.SHA_1, "user", "user", "", digest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u00AD", "a\u0007", "\u06271", "\u0221", "private\uE000", "\uD800", "x\uD83D\uDE00"})
    void passwordsThatSaslprepRefusesAreAClearErrorWithoutThePassword(String password) {
        SaslConversation conversation = begin(ScramVariant.SHA_256, "user", password, NONCE_256);

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> conversation.respond(bytes(SERVER_FIRST_256)))
                .withMessage("SCRAM-SHA-256 authentication of user 'user' on database 'admin' failed: the password is"
                        + " empty, or has characters that SASLprep (RFC 4013) prohibits or does not know")
                .withNoCause();
    }

    @Test
    void aWipedPasswordFailsClearly() {
        Credential credential = new Credential("user", "admin", null, "pencil".toCharArray());
        SaslConversation conversation = new Scram(ScramVariant.SHA_256, cache, () -> NONCE_256).begin(credential);
        credential.wipe();

        assertFails(conversation, bytes(SERVER_FIRST_256), "the password of user 'user' has been wiped");
    }

    @Test
    void keysAreDerivedOncePerPasswordSaltAndCount() {
        Credential credential = new Credential("user", "admin", null, "pencil".toCharArray());
        Scram scram = new Scram(ScramVariant.SHA_256, cache, () -> NONCE_256);
        scram.begin(credential).respond(bytes(SERVER_FIRST_256));
        credential.wipe(); // from here on only the cache can know

        assertThat(text(scram.begin(credential).respond(bytes(SERVER_FIRST_256))))
                .isEqualTo(CLIENT_FINAL_256);
        assertThat(cache.size()).isEqualTo(1);
        assertFails(
                scram.begin(credential),
                bytes(SERVER_FIRST_256.replace("i=4096", "i=4097")),
                "the password of user 'user' has been wiped");
        assertFails(
                scram.begin(credential),
                bytes(SERVER_FIRST_256.replace("s=W22Z", "s=X22Z")),
                "the password of user 'user' has been wiped");

        cache.forget(credential);

        assertThat(cache.size()).isZero();
        assertFails(scram.begin(credential), bytes(SERVER_FIRST_256), "the password of user 'user' has been wiped");
    }

    @Test
    void cachedKeysOfOnePasswordDoNotServeAnother() {
        Scram scram = new Scram(ScramVariant.SHA_256, cache, () -> NONCE_256);
        scram.begin(new Credential("user", "admin", null, "pencil".toCharArray()))
                .respond(bytes(SERVER_FIRST_256));

        byte[] other = scram.begin(new Credential("user", "admin", null, "pencil2".toCharArray()))
                .respond(bytes(SERVER_FIRST_256));

        assertThat(text(other)).isNotEqualTo(CLIENT_FINAL_256);
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void noncesAreLongPrintableAndDifferent() {
        Scram scram = new Scram(ScramVariant.SHA_256, cache);
        Credential credential = new Credential("user", "admin", null, "pencil".toCharArray());
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            SaslConversation conversation = scram.begin(credential);
            String nonce = text(conversation.first()).substring("n,,n=user,r=".length());
            assertThat(nonce).matches("[!-+\\--~]{32,}");
            assertThat(conversation.first()).isEqualTo(conversation.first());
            nonces.add(nonce);
        }
        assertThat(nonces).hasSize(100);
    }

    private SaslConversation example256() {
        return begin(ScramVariant.SHA_256, "user", "pencil", NONCE_256);
    }

    private SaslConversation begin(ScramVariant variant, String username, String password, String nonce) {
        return new Scram(variant, cache, () -> nonce)
                .begin(new Credential(username, "admin", null, password.toCharArray()));
    }

    private void assertAuthenticates(
            ScramVariant variant, String username, String escapedUsername, String password, String stored)
            throws GeneralSecurityException {
        Scram scram = new Scram(variant, cache);
        SaslConversation conversation = scram.begin(new Credential(username, "admin", null, password.toCharArray()));
        ScramServer server = new ScramServer(scram.name(), stored);

        byte[] response = conversation.respond(server.start(conversation.first(), escapedUsername));

        assertThat(server.accepts(response)).isTrue();
        assertThat(conversation.respond(server.finish())).isEmpty();
        assertThat(conversation.isDone()).isTrue();
    }

    /** Every failure names mechanism, user and database, and never holds the password. */
    private static void assertFails(SaslConversation conversation, byte[] challenge, String reason) {
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> conversation.respond(challenge))
                .withMessage(conversation.mechanism() + " authentication of user 'user' on database 'admin' failed: "
                        + reason)
                .satisfies(e -> assertThat(e.mechanism()).isEqualTo(conversation.mechanism()))
                .satisfies(e -> assertThat(e.username()).isEqualTo("user"))
                .satisfies(e -> assertThat(e).hasMessageNotContaining("pencil"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
