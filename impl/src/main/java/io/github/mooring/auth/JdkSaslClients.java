package io.github.mooring.auth;

import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/** Whatever SASL mechanisms the JVM's security providers have. Stateless. */
final class JdkSaslClients implements SaslClientFactory {

    @Override
    public @Nullable SaslClient createSaslClient(
            String[] mechanisms,
            @Nullable String authorizationId,
            String protocol,
            String serverName,
            Map<String, ?> properties,
            @Nullable CallbackHandler handler)
            throws SaslException {
        return Sasl.createSaslClient(mechanisms, authorizationId, protocol, serverName, properties, handler);
    }

    @Override
    public String[] getMechanismNames(Map<String, ?> properties) {
        return new String[] {Gssapi.NAME};
    }
}
