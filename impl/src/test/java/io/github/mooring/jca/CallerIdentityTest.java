package io.github.mooring.jca;

import static io.github.mooring.testkit.container.Subjects.credential;
import static io.github.mooring.testkit.container.Subjects.named;
import static io.github.mooring.testkit.container.Subjects.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import jakarta.resource.NotSupportedException;
import jakarta.resource.spi.ConnectionRequestInfo;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.SecurityException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CallerIdentityTest {
    private static final SessionRequestInfo ALICE = new SessionRequestInfo("alice", "wonder".toCharArray());

    private final MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();

    private static Identity user(String name, String password) {
        return new Credential(name, "admin", null, password.toCharArray());
    }

    private Identity decide(@Nullable Subject subject, @Nullable ConnectionRequestInfo request) throws Exception {
        return new CallerIdentity(factory, factory.configuration()).of(subject, request);
    }

    private void configureUser() {
        factory.setUserName("scott");
        factory.setPassword("tiger");
    }

    @Test
    @DisplayName("MF5 S6 the Subject goes before the request, the request before the configuration")
    void subjectThenRequestThenConfiguration() throws Exception {
        configureUser();
        Subject bob = named("bob", credential(factory, "bob", "builder"));

        assertThat(decide(bob, ALICE)).isEqualTo(user("bob", "builder"));
        assertThat(decide(bob, null)).isEqualTo(user("bob", "builder"));
        assertThat(decide(null, ALICE)).isEqualTo(user("alice", "wonder"));
        assertThat(decide(null, null)).isEqualTo(user("scott", "tiger"));
    }

    @Test
    @DisplayName("MF6 without Subject, request and configured user nobody is authenticated")
    void nobodyIsAuthenticatedWhereNothingSaysWho() throws Exception {
        assertThat(decide(null, null)).isEqualTo(Identity.anonymous());
        assertThat(decide(with(), null)).isEqualTo(Identity.anonymous());
    }

    @Test
    @DisplayName("S1 of several credentials only the one for this factory is used")
    void onlyTheCredentialForThisFactoryIsUsed() throws Exception {
        MongoManagedConnectionFactory other = new MongoManagedConnectionFactory();
        other.setServerName("other.example");
        Subject both = with(credential(other, "bob", "elsewhere"), credential(factory, "bob", "builder"));

        assertThat(decide(both, null)).isEqualTo(user("bob", "builder"));
    }

    @Test
    @DisplayName("S3 a Subject that names somebody without a credential for this factory is refused")
    void subjectWithoutUsableCredentialIsRefused() {
        configureUser();
        MongoManagedConnectionFactory other = new MongoManagedConnectionFactory();
        other.setServerName("other.example");

        for (Subject subject : new Subject[] {
            named("bob"),
            with(credential(other, "bob", "elsewhere")),
            with(credential(null, "bob", "for whom?")),
            with("a ticket of some kind")
        }) {
            assertThatThrownBy(() -> decide(subject, null))
                    .isInstanceOf(SecurityException.class)
                    .hasMessageContaining("no password credential for this connection factory")
                    .hasMessageNotContaining("elsewhere");
            assertThatThrownBy(() -> decide(subject, ALICE)).isInstanceOf(SecurityException.class);
        }
    }

    @Test
    @DisplayName("S3 where nobody is to be authenticated, a Subject without a credential is no obstacle")
    void subjectWithoutCredentialIsNoObstacleWithoutAuthentication() throws Exception {
        assertThat(decide(named("bob"), null)).isEqualTo(Identity.anonymous());
    }

    @Test
    @DisplayName("S4 a credential of a kind that cannot be used is named in the refusal")
    void unusableKindIsNamed() {
        configureUser();
        Subject kerberos = with(new AtomicInteger());

        assertThatThrownBy(() -> decide(kerberos, null))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("AtomicInteger");
    }

    @Test
    @DisplayName("S3 an empty password that a container makes up does not put the configured one out of force")
    void emptyPasswordDoesNotOverrideTheConfiguredOne() throws Exception {
        configureUser();
        Subject madeUp = with(credential(factory, "scott", ""));

        assertThat(decide(madeUp, null)).isEqualTo(user("scott", "tiger"));
        assertThat(decide(madeUp, ALICE)).isEqualTo(user("alice", "wonder"));
    }

    @Test
    @DisplayName("S3 an empty password of another user than the configured one is refused, not replaced")
    void emptyPasswordOfAnotherUserIsRefused() {
        configureUser();

        assertThatThrownBy(() -> decide(with(credential(factory, "bob", "")), null))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("'bob'")
                .hasMessageContaining("without a password");
    }

    @Test
    @DisplayName("S3 a Subject that is empty, or names nobody, leaves it to request and configuration")
    void subjectThatNamesNobodyDecidesNothing() throws Exception {
        configureUser();

        for (Subject subject : new Subject[] {with(), named(""), with(credential(factory, "", ""))}) {
            assertThat(decide(subject, null)).isEqualTo(user("scott", "tiger"));
            assertThat(decide(subject, ALICE)).isEqualTo(user("alice", "wonder"));
        }
    }

    @Test
    @DisplayName("S9 credentials that a security manager keeps back are a matter of security, and their text is kept")
    void credentialsThatMayNotBeReadAreAMatterOfSecurity() {
        // whoever compares the credential's factory with this one is refused, as a policy would do it
        ManagedConnectionFactory guarded = (ManagedConnectionFactory) Proxy.newProxyInstance(
                ManagedConnectionFactory.class.getClassLoader(),
                new Class<?>[] {ManagedConnectionFactory.class},
                (self, method, arguments) -> {
                    throw new java.lang.SecurityException("access denied by a policy");
                });
        Subject bob = with(credential(factory, "bob", "builder"));

        assertThatThrownBy(() -> new CallerIdentity(guarded, factory.configuration()).of(bob, null))
                .isInstanceOf(SecurityException.class)
                .hasMessageContaining("access denied by a policy")
                .hasMessageNotContaining("builder");
    }

    @Test
    @DisplayName("S5 requests are equal by user and password, and keep a copy of the password")
    void requestsAreEqualByUserAndPassword() {
        char[] password = "wonder".toCharArray();
        SessionRequestInfo request = new SessionRequestInfo("alice", password);
        password[0] = 'x';
        request.password()[0] = 'y';

        assertThat(request).isEqualTo(ALICE).hasSameHashCodeAs(ALICE);
        assertThat(request).isNotEqualTo(new SessionRequestInfo("alice", "other".toCharArray()));
        assertThat(request).isNotEqualTo(new SessionRequestInfo("bob", "wonder".toCharArray()));
        assertThatThrownBy(() -> new SessionRequestInfo("", password)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("S2 the caller's and the container's password arrays stay as they were")
    void passwordArraysOfOthersStayAsTheyWere() throws Exception {
        Subject bob = with(credential(factory, "bob", "builder"));

        decide(bob, null);

        assertThat(decide(bob, null)).isEqualTo(user("bob", "builder"));
        assertThat(decide(null, ALICE)).isEqualTo(decide(null, ALICE));
    }

    @Test
    @DisplayName("S5 a request of another adapter is refused")
    void requestOfAnotherAdapterIsRefused() {
        assertThatThrownBy(() -> decide(null, new ConnectionRequestInfo() {
                    @Override
                    public boolean equals(@Nullable Object other) {
                        return this == other;
                    }

                    @Override
                    public int hashCode() {
                        return 1;
                    }
                }))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("MongoSessionFactory");
    }
}
