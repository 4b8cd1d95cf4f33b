package io.github.mooring.auth;

/** The identity without credentials; there is only one. */
enum Anonymous implements Identity {
    INSTANCE;

    @Override
    public String toString() {
        return "anonymous";
    }
}
