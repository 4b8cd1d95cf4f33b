package io.github.mooring.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.AccessController;
import java.security.Principal;
import java.security.PrivilegedActionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How JAAS is asked; the module that knows Kerberos is played. */
class JaasLoginTest {
    private static final String USER = "ann@EXAMPLE.COM";

    private final JaasLogin login = new JaasLogin(FakeModule.class.getName());

    @BeforeEach
    void noConfiguration() {
        FakeModule.log.clear();
        Configuration.setConfiguration(configurationOf(null));
    }

    @AfterEach
    void restoreConfiguration() {
        Configuration.setConfiguration(null);
    }

    @Test
    void passwordIsHandedToTheModuleAndToNobodyElse() throws Exception {
        KerberosLogin.Ticket ticket = login.login(AuthFixture.external("GSSAPI", USER, "s3cret"));

        assertThat(FakeModule.log)
                .containsExactly("options {isInitiator=true, principal=" + USER + "}", "asked " + USER + "/s3cret");
        assertThat(ticket.as(JaasLoginTest::subjectNow)).isEqualTo("asked " + USER);
        ticket.close();
        assertThat(FakeModule.log).endsWith("logout");
    }

    @Test
    void withoutAPasswordTheTicketCacheIsUsedAndNobodyIsAsked() throws Exception {
        login.login(AuthFixture.external("GSSAPI", USER, "")).close();

        assertThat(FakeModule.log)
                .containsExactly(
                        "options {doNotPrompt=true, isInitiator=true, principal=" + USER + ", useTicketCache=true}",
                        "not asked",
                        "logout");
    }

    @Test
    void entryOfTheJvmForInitiatorsComesBeforeTheTicketCache() throws Exception {
        for (String entry : List.of("com.sun.security.jgss.krb5.initiate", "com.sun.security.jgss.initiate")) {
            FakeModule.log.clear();
            Configuration.setConfiguration(configurationOf(entry));

            login.login(AuthFixture.external("GSSAPI", USER, "")).close();

            assertThat(FakeModule.log).startsWith("options {keyTab=/etc/shop.keytab}");
        }
    }

    @Test
    void failureOfTheModuleIsPassedOn() {
        assertThatThrownBy(() -> login.login(AuthFixture.external("GSSAPI", USER, "wrong")))
                .isInstanceOf(FailedLoginException.class)
                .hasMessage("PREAUTH_FAILED");
    }

    @Test
    void failureOfWhatIsDoneInTheUsersNameIsPassedOn() throws Exception {
        KerberosLogin.Ticket ticket = login.login(AuthFixture.external("GSSAPI", USER, ""));

        assertThatThrownBy(() -> ticket.as(() -> {
                    throw new LoginException("inside");
                }))
                .isInstanceOf(PrivilegedActionException.class)
                .hasRootCauseMessage("inside");
    }

    @SuppressWarnings("removal") // its successor came with Java 18
    private static String subjectNow() {
        Subject subject = Subject.getSubject(AccessController.getContext());
        return subject.getPrincipals().iterator().next().getName();
    }

    private static Configuration configurationOf(@Nullable String entry) {
        return new Configuration() {
            @Override
            public AppConfigurationEntry @Nullable [] getAppConfigurationEntry(String name) {
                return name.equals(entry)
                        ? new AppConfigurationEntry[] {
                            new AppConfigurationEntry(
                                    FakeModule.class.getName(),
                                    LoginModuleControlFlag.REQUIRED,
                                    Map.of("keyTab", "/etc/shop.keytab"))
                        }
                        : null;
            }
        };
    }

    /** Made by JAAS, so it tells by a static list what it has seen. */
    public static final class FakeModule implements LoginModule {
        static final List<String> log = new ArrayList<>();

        private Subject subject = new Subject();
        private @Nullable CallbackHandler handler;

        @Override
        public void initialize(
                Subject who, @Nullable CallbackHandler callbacks, Map<String, ?> sharedState, Map<String, ?> options) {
            subject = who;
            handler = callbacks;
            log.add("options " + new TreeMap<>(options));
        }

        @Override
        public boolean login() throws LoginException {
            if (handler == null) {
                log.add("not asked");
                return true;
            }
            NameCallback name = new NameCallback("user");
            PasswordCallback password = new PasswordCallback("password", false);
            try {
                handler.handle(new Callback[] {name, password});
            } catch (Exception e) {
                throw new LoginException(e.toString());
            }
            String given = new String(password.getPassword());
            if (given.equals("wrong")) {
                throw new FailedLoginException("PREAUTH_FAILED");
            }
            log.add("asked " + name.getName() + "/" + given);
            return true;
        }

        @Override
        public boolean commit() {
            Principal named = () -> log.get(log.size() - 1).replaceFirst("/.*", "");
            subject.getPrincipals().add(named);
            return true;
        }

        @Override
        public boolean abort() {
            return true;
        }

        @Override
        public boolean logout() {
            log.add("logout");
            return true;
        }
    }
}
