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
    @ValueSource(strings = {"MONGODB-CR", "scram-sha-256", "", "x"})
    void otherMechanismsAreRefusedNamingWhatIsSupported(String mechanism) {
        String text = "authentication mechanism '" + mechanism + "' is not supported; supported are SCRAM-SHA-256,"
                + " SCRAM-SHA-1, MONGODB-X509, PLAIN, GSSAPI, MONGODB-OIDC, MONGODB-AWS, or none given to negotiate one";
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
    @ValueSource(
            strings = {"SCRAM-SHA-1", "SCRAM-SHA-256", "MONGODB-X509", "PLAIN", "GSSAPI", "MONGODB-OIDC", "MONGODB-AWS"
            })
    void supportedMechanismsPassTheEarlyCheck(String mechanism) {
        assertThatNoException().isThrownBy(() -> MechanismNegotiation.requireSupported(mechanism));
        assertThat(choose(mechanism, List.of("SCRAM-SHA-256"))).isEqualTo(mechanism);
    }

    @Test
    void handshakeTriesTheStrongestUnlessAnotherIsNamed() {
        assertThat(speculative(null)).isEqualTo("SCRAM-SHA-256");
        for (String mechanism : List.of("SCRAM-SHA-1", "SCRAM-SHA-256", "MONGODB-X509")) {
            assertThat(speculative(mechanism)).isEqualTo(mechanism);
        }
        for (String mechanism : List.of("PLAIN", "GSSAPI", "MONGODB-OIDC", "MONGODB-AWS")) {
            assertThat(speculative(mechanism)).isNull();
        }
    }

    private @Nullable String speculative(@Nullable String mechanism) {
        AuthMechanism tried =
                negotiation.speculative(new Credential("user", "admin", mechanism, "pencil".toCharArray()));
        return tried == null ? null : tried.name();
    }

    private String choose(@Nullable String mechanism, @Nullable List<String> offered) {
        return negotiation
                .choose(new Credential("user", "admin", mechanism, "pencil".toCharArray()), offered)
                .name();
    }
}
