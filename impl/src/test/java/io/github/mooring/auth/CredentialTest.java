package io.github.mooring.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.HashMap;
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

    private static Credential credential(String username, String source, @Nullable String mechanism, String password) {
        return new Credential(username, source, mechanism, password.toCharArray());
    }
}
