package io.github.mooring.auth;

import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * Kerberos tickets by JAAS. Immutable; thread-safe.
 *
 * <p>With a password the ticket is asked for with it. Without one the JVM's own JAAS entry for initiators counts, which
 * may name a keytab; where there is none, the ticket cache of the operating system's user. Nothing of the JVM's
 * configuration is changed.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/security/jaas-and-java-gss-api-tutorials.html">JAAS and Java
 *     GSS-API</a>
 */
final class JaasLogin implements KerberosLogin {

    /** In the order in which the JDK looks for them. */
    private static final List<String> INITIATORS =
            List.of("com.sun.security.jgss.krb5.initiate", "com.sun.security.jgss.initiate");

    private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule";
    private static final String OWN_ENTRY = "mooring";

    private final String module;

    JaasLogin() {
        this(MODULE);
    }

    /** @param module class name of the login module that knows Kerberos */
    JaasLogin(String module) {
        this.module = module;
    }

    @Override
    public Ticket login(Credential credential) throws LoginException {
        char[] password = credential.copyPassword();
        try {
            LoginContext context = context(credential.username(), password);
            context.login();
            return new Granted(context);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private LoginContext context(String user, char[] password) throws LoginException {
        if (password.length > 0) {
            Configuration own = entry(Map.of("principal", user, "isInitiator", "true"));
            return new LoginContext(OWN_ENTRY, new Subject(), callbacks -> answer(callbacks, user, password), own);
        }
        String configured = configuredEntry();
        if (configured != null) {
            return new LoginContext(configured, new Subject());
        }
        Configuration cache = entry(
                Map.of("principal", user, "isInitiator", "true", "useTicketCache", "true", "doNotPrompt", "true"));
        return new LoginContext(OWN_ENTRY, new Subject(), null, cache);
    }

    private static @Nullable String configuredEntry() {
        try {
            Configuration configuration = Configuration.getConfiguration();
            return INITIATORS.stream()
                    .filter(name -> configuration.getAppConfigurationEntry(name) != null)
                    .findFirst()
                    .orElse(null);
        } catch (SecurityException e) {
            return null; // what the JDK says where no JAAS configuration is given
        }
    }

    private Configuration entry(Map<String, String> options) {
        AppConfigurationEntry[] entries = {new AppConfigurationEntry(module, LoginModuleControlFlag.REQUIRED, options)};
        return new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return entries.clone();
            }
        };
    }

    private static void answer(Callback[] callbacks, String user, char[] password) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
                name.setName(user);
            } else if (callback instanceof PasswordCallback secret) {
                secret.setPassword(password);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private record Granted(LoginContext context) implements Ticket {
        @Override
        @SuppressWarnings("removal") // its successor came with Java 18
        public <T> T as(PrivilegedExceptionAction<T> action) throws PrivilegedActionException {
            return Subject.doAs(context.getSubject(), action);
        }

        @Override
        public void close() {
            try {
                context.logout();
            } catch (LoginException e) {
                // the ticket ends by itself
            }
        }
    }
}
