package io.github.mooring.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MechanismNegotiationTest {

    private final ScramKeyCache cache = new ScramKeyCache();
    private final MechanismNegotiation negotiation = new MechanismNegotiation(cache);

    @Test
    void sha256IsTheDefaultWhereTheServerOffersIt() {
        assertThat(choose(null, List.of("SCRAM-SHA-1", "SCRAM-SHA-256"))).isEqualTo("SCRAM-SHA-256");
        assertThat(choose(null, List.of("SCRAM-SHA-256"))).isEqualTo("SCRAM-SHA-256");
        assertThat(choose(null, List.of("PLAIN", "NEWER", "SCRAM-SHA-256"))).isEqualTo("SCRAM-SHA-256");
    }

    @Test
    void sha1IsTheDefaultOtherwiseListedOrNot() {
        assertThat(choose(null, null)).isEqualTo("SCRAM-SHA-1");
        assertThat(choose(null, List.of())).isEqualTo("SCRAM-SHA-1");
        assertThat(choose(null, List.of("SCRAM-SHA-1"))).isEqualTo("SCRAM-SHA-1");
        assertThat(choose(null, List.of("PLAIN", "GSSAPI"))).isEqualTo("SCRAM-SHA-1");
    }

    @Test
    void aNamedMechanismIsHonouredWhateverTheServerOffers() {
        assertThat(choose("SCRAM-SHA-1", List.of("SCRAM-SHA-256"))).isEqualTo("SCRAM-SHA-1");
        assertThat(choose("SCRAM-SHA-256", List.of("SCRAM-SHA-1"))).isEqualTo("SCRAM-SHA-256");
        assertThat(choose("SCRAM-SHA-256", null)).isEqualTo("SCRAM-SHA-256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GSSAPI",
                "PLAIN",
                "MONGODB-X509",
                "MONGODB-AWS",
                "MONGODB-OIDC",
                "MONGODB-CR",
                "scram-sha-256",
                "",
                "x"
            })
    void otherMechanismsAreRefusedNamingWhatIsSupported(String mechanism) {
        String text = "authentication mechanism '" + mechanism + "' is not supported; supported are SCRAM-SHA-256,"
                + " SCRAM-SHA-1, or none given to negotiate one";
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> choose(mechanism, List.of("SCRAM-SHA-256")))
                .withMessage(text)
                .satisfies(e -> assertThat(e.mechanism()).isEqualTo(mechanism))
                .satisfies(e -> assertThat(e.username()).isNull());
        assertThatExceptionOfType(AuthException.class)
                .isThrownBy(() -> MechanismNegotiation.requireSupported(mechanism))
                .withMessage(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SCRAM-SHA-1", "SCRAM-SHA-256"})
    void supportedMechanismsPassTheEarlyCheck(String mechanism) {
        assertThatNoException().isThrownBy(() -> MechanismNegotiation.requireSupported(mechanism));
    }

    private String choose(@Nullable String mechanism, @Nullable List<String> offered) {
        return negotiation
                .choose(new Credential("user", "admin", mechanism, "pencil".toCharArray()), offered)
                .name();
    }
}
