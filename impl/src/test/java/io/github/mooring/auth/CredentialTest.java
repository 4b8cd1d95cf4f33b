package io.github.mooring.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CredentialTest {

    @Test
    @DisplayName("M60 equal in every part is equal")
    void equalInEveryPartIsEqual() {
        assertThat(credential("u", "admin", null, "p")).isEqualTo(credential("u", "admin", null, "p"));
        assertThat(credential("u", "admin", null, "p")).hasSameHashCodeAs(credential("u", "admin", null, "p"));
        assertThat(credential("u", "admin", "SCRAM-SHA-1", "p"))
                .isEqualTo(credential("u", "admin", "SCRAM-SHA-1", "p"));
    }

    @Test
    @DisplayName("M60 any difference is another identity")
    void anyDifferenceIsAnotherIdentity() {
        Credential credential = credential("u", "admin", null, "p");

        assertThat(credential)
                .isNotEqualTo(credential("v", "admin", null, "p"))
                .isNotEqualTo(credential("u", "other", null, "p"))
                .isNotEqualTo(credential("u", "admin", "SCRAM-SHA-1", "p"))
                .isNotEqualTo(credential("u", "admin", null, "q"))
                .isNotEqualTo(credential("u", "admin", null, "p\0"))
                .isNotEqualTo(credential("u", "admin", null, ""))
                .isNotEqualTo(Identity.anonymous());
    }

    @Test
    void passwordsThatLookAlikeInUtf8AreDifferent() {
        assertThat(credential("u", "admin", null, "\uD800")).isNotEqualTo(credential("u", "admin", null, "\uD801"));
        assertThat(credential("u", "admin", null, "\uD800")).isNotEqualTo(credential("u", "admin", null, "?"));
    }

    @Test
    void aWrongPasswordFindsNoPool() {
        Map<Identity, String> pools = new HashMap<>();
        pools.put(credential("u", "admin", null, "right"), "pool");
        pools.put(Identity.anonymous(), "unauthenticated");

        assertThat(pools.get(credential("u", "admin", null, "right"))).isEqualTo("pool");
        assertThat(pools.get(credential("u", "admin", null, "wrong"))).isNull();
        assertThat(pools.get(Identity.anonymous())).isEqualTo("unauthenticated");
    }

    @Test
    void thePasswordIsCopiedInAndOut() {
        char[] given = "secret".toCharArray();
        Credential credential = new Credential("u", "admin", null, given);
        Arrays.fill(given, 'x');

        Arrays.fill(credential.copyPassword(), 'y');

        assertThat(credential.copyPassword()).containsExactly("secret".toCharArray());
    }

    @Test
    void wipingEndsTheUseButKeepsTheIdentity() {
        Credential credential = credential("u", "admin", null, "secret");
        int hash = credential.hashCode();

        credential.wipe();
        credential.wipe();

        assertThatIllegalStateException()
                .isThrownBy(credential::copyPassword)
                .withMessage("the password of user 'u' has been wiped");
        assertThat(credential.hashCode()).isEqualTo(hash);
        assertThat(credential).isEqualTo(credential("u", "admin", null, "secret"));
    }

    @Test
    void noTextHoldsThePassword() {
        assertThat(credential("u", "admin", null, "secret"))
                .hasToString("Credential[username=u, source=admin, mechanism=negotiated, password=<hidden>]");
        assertThat(credential("u", "admin", "SCRAM-SHA-1", "secret").toString()).doesNotContain("secret");
        assertThat(Identity.anonymous()).hasToString("anonymous");
    }

    @Test
    void emptyNamesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> credential("", "admin", null, "p"))
                .withMessage("the user name must not be empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> credential("u", "", null, "p"))
                .withMessage("the authentication source (authSource) must not be empty");
    }

    @Test
    void namesWithoutUtf8FormAreRefusedSinceTheyWouldBecomeSomebodyElses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> credential("a\uD800", "admin", null, "p"))
                .withMessage("the user name has an unpaired surrogate, so it cannot be written as UTF-8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> credential("u", "\uDC00", null, "p"))
                .withMessageStartingWith("the authentication source (authSource) has an unpaired surrogate");
        assertThat(credential("\uD83D\uDE00", "admin", null, "p").username()).isEqualTo("\uD83D\uDE00");
    }

    @Test
    void onlyMechanismsThatFindOutByThemselvesDoWithoutAUserName() {
        for (String mechanism : List.of("MONGODB-X509", "MONGODB-AWS", "MONGODB-OIDC")) {
            assertThat(credential("", "$external", mechanism, "").username()).isEmpty();
        }
        for (String mechanism : List.of("SCRAM-SHA-1", "SCRAM-SHA-256", "PLAIN", "GSSAPI")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> credential("", "$external", mechanism, "p"))
                    .withMessage("the user name must not be empty");
        }
    }

    @Test
    void propertiesAreCopiedAndCannotBeChanged() {
        Map<String, String> given = new HashMap<>(Map.of("SERVICE_NAME", "other"));
        Credential credential = withProperties("p", given);
        given.put("SERVICE_NAME", "changed");

        assertThat(credential.mechanismProperties()).containsExactly(entry("SERVICE_NAME", "other"));
        assertThat(credential.mechanismProperties()).isUnmodifiable();
        assertThat(credential("u", "admin", null, "p").mechanismProperties()).isEmpty();
    }

    @Test
    void everyPropertyIsPartOfTheIdentityInNoParticularOrder() {
        Map<String, String> forwards = new LinkedHashMap<>();
        Map<String, String> backwards = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            forwards.put("N" + i, "v" + i);
            backwards.put("N" + (4 - i), "v" + (4 - i));
        }
        Credential credential = withProperties("p", Map.of("A", "bc"));

        assertThat(withProperties("p", forwards))
                .isEqualTo(withProperties("p", backwards))
                .hasSameHashCodeAs(withProperties("p", backwards));
        assertThat(credential)
                .isEqualTo(withProperties("p", Map.of("A", "bc")))
                .isNotEqualTo(withProperties("p", Map.of("A", "bd")))
                .isNotEqualTo(withProperties("p", Map.of("Ab", "c")))
                .isNotEqualTo(withProperties("pA", Map.of("b", "c")))
                .isNotEqualTo(withProperties("p", Map.of()));
    }

    @Test
    void noTextHoldsASecretProperty() {
        Map<String, String> properties = Map.of("AWS_SESSION_TOKEN", "s3cret", "SERVICE_NAME", "other");

        assertThat(withProperties("p", properties))
                .hasToString("Credential[username=u, source=$external, mechanism=MONGODB-AWS, properties="
                        + "{AWS_SESSION_TOKEN=<hidden>, SERVICE_NAME=other}, password=<hidden>]");
        assertThat(Credential.shown(Map.of("unknown", "s3cret")).toString()).isEqualTo("{unknown=<hidden>}");
    }

    private static Credential withProperties(String password, Map<String, String> properties) {
        return new Credential("u", "$external", "MONGODB-AWS", password.toCharArray(), properties);
    }

    private static Credential credential(String username, String source, @Nullable String mechanism, String password) {
        return new Credential(username, source, mechanism, password.toCharArray());
    }
}
