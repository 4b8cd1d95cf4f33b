package io.github.mooring.auth;

import static io.github.mooring.auth.AuthFixture.IN_CLEAR;
import static io.github.mooring.auth.AuthFixture.OVER_TLS;
import static io.github.mooring.auth.AuthFixture.external;
import static io.github.mooring.auth.AuthFixture.reply;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example is that of the Authentication specification. */
class PlainTest {
    private final AuthMechanism plain = new OverSasl(new Plain(false), false);

    @Test
    void followsTheExampleOfTheSpecification() {
        AuthConversation talk = plain.begin(external("PLAIN", "user", "pencil"), OVER_TLS);

        BsonDocument start = talk.first();
        assertThat(start.getString("mechanism").getValue()).isEqualTo("PLAIN");
        assertThat(start.getBinary("payload").getData())
                .isEqualTo(Base64.getDecoder().decode("AHVzZXIAcGVuY2ls"));
        assertThat(talk.next(reply(true, new byte[0]))).isNull();
    }

    @Test
    void textIsUtf8AndNothingIsPrepared() {
        AuthConversation talk = plain.begin(external("PLAIN", "us\u00E9r", "\u2168 \u00AD\uD83D\uDE00"), OVER_TLS);

        assertThat(talk.first().getBinary("payload").getData())
                .isEqualTo("\0us\u00E9r\0\u2168 \u00AD\uD83D\uDE00".getBytes(UTF_8));
    }

    @Test
    void connectionThatOthersCanReadIsRefusedUnlessThatWasAllowed() {
        Credential user = external("PLAIN", "user", "pencil");

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> plain.begin(user, IN_CLEAR))
                .withMessageContaining("PLAIN authentication of user 'user' on database '$external' failed")
                .withMessageContaining("not encrypted")
                .withMessageContaining("tls=true")
                .satisfies(e -> assertThat(e).hasMessageNotContaining("pencil"));
        assertThat(new Plain(true).begin(user, IN_CLEAR).first()).isNotEmpty();
    }

    @Test
    void passwordNeverTravelsInsideTheHandshake() {
        assertThat(plain.mayBeSpeculative(external("PLAIN", "user", "pencil"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "a\0b, x, the user name is empty or has a NUL character",
        "user, '', the password is empty or has a NUL character",
        "user, a\0b, the password is empty or has a NUL character",
        "user, \uD800, the password has an unpaired surrogate",
    })
    void whatCannotBeSaidInOneMessageIsRefused(String user, String password, String reason) {
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> plain.begin(external("PLAIN", user, password), OVER_TLS))
                .withMessageContaining(reason)
                .withNoCause();
    }

    @Test
    void serverThatAsksOnIsRefused() {
        AuthConversation talk = plain.begin(external("PLAIN", "user", "pencil"), OVER_TLS);

        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> talk.next(reply(false, new byte[] {1, 2})))
                .withMessageContaining("the server asks on with 2 bytes");
    }

    @Test
    void whatWasSentIsWiped() {
        AuthConversation talk = plain.begin(external("PLAIN", "user", "pencil"), OVER_TLS);
        byte[] sent = talk.first().getBinary("payload").getData();

        talk.close();

        assertThat(sent).containsOnly(0);
    }
}
