package io.github.mooring.auth;

/** A SASL mechanism as commands. Immutable; thread-safe. */
record OverSasl(SaslMechanism sasl, boolean speculative) implements AuthMechanism {

    @Override
    public String name() {
        return sasl.name();
    }

    @Override
    public AuthConversation begin(Credential credential, AuthTarget target) {
        return new SaslExchange(sasl.begin(credential, target), credential);
    }

    @Override
    public boolean mayBeSpeculative(Credential credential) {
        return speculative;
    }
}
