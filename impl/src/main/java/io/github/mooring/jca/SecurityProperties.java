package io.github.mooring.jca;

import io.github.mooring.client.Option;
import org.jspecify.annotations.Nullable;

/**
 * Those of the {@linkplain ConnectionProperties common properties} that say who connects and how that is kept safe on the
 * way: users, encryption, proxies. Thread-safe.
 */
public abstract class SecurityProperties extends ConfigurationBean {
    private static final long serialVersionUID = 1L;

    SecurityProperties() {}

    /** Who connects, unless the container or the application says otherwise. */
    public @Nullable String getUserName() {
        return text("UserName");
    }

    /** Sets {@link Option#USER_NAME}. */
    public void setUserName(@Nullable String userName) {
        set("UserName", userName);
    }

    /** The user's password. */
    public @Nullable String getPassword() {
        return text("Password");
    }

    /** Sets {@link Option#PASSWORD}. */
    public void setPassword(@Nullable String password) {
        set("Password", password);
    }

    /** How the user proves the password. */
    public @Nullable String getAuthMechanism() {
        return text("AuthMechanism");
    }

    /** Sets {@link Option#AUTH_MECHANISM}. */
    public void setAuthMechanism(@Nullable String authMechanism) {
        set("AuthMechanism", authMechanism);
    }

    /** What the mechanism wants to know besides; may hold a token. */
    public @Nullable String getAuthMechanismProperties() {
        return text("AuthMechanismProperties");
    }

    /** Sets {@link Option#AUTH_MECHANISM_PROPERTIES}. */
    public void setAuthMechanismProperties(@Nullable String authMechanismProperties) {
        set("AuthMechanismProperties", authMechanismProperties);
    }

    /** The database that knows the user. */
    public @Nullable String getAuthSource() {
        return text("AuthSource");
    }

    /** Sets {@link Option#AUTH_SOURCE}. */
    public void setAuthSource(@Nullable String authSource) {
        set("AuthSource", authSource);
    }

    /** Whether PLAIN may send a password over a connection that is not encrypted. */
    public @Nullable Boolean getPlainWithoutTls() {
        return flag("PlainWithoutTls");
    }

    /** Sets {@link Option#PLAIN_WITHOUT_TLS}. */
    public void setPlainWithoutTls(@Nullable Boolean plainWithoutTls) {
        set("PlainWithoutTls", plainWithoutTls);
    }

    /** The proxy that connections go through. */
    public @Nullable String getProxyHost() {
        return text("ProxyHost");
    }

    /** Sets {@link Option#PROXY_HOST}. */
    public void setProxyHost(@Nullable String proxyHost) {
        set("ProxyHost", proxyHost);
    }

    /** The password of the proxy's user. */
    public @Nullable String getProxyPassword() {
        return text("ProxyPassword");
    }

    /** Sets {@link Option#PROXY_PASSWORD}. */
    public void setProxyPassword(@Nullable String proxyPassword) {
        set("ProxyPassword", proxyPassword);
    }

    /** The proxy's port. */
    public @Nullable Integer getProxyPort() {
        return number("ProxyPort");
    }

    /** Sets {@link Option#PROXY_PORT}. */
    public void setProxyPort(@Nullable Integer proxyPort) {
        set("ProxyPort", proxyPort);
    }

    /** Who signs on to the proxy. */
    public @Nullable String getProxyUsername() {
        return text("ProxyUsername");
    }

    /** Sets {@link Option#PROXY_USERNAME}. */
    public void setProxyUsername(@Nullable String proxyUsername) {
        set("ProxyUsername", proxyUsername);
    }

    /** Whether to encrypt. */
    public @Nullable Boolean getTls() {
        return flag("Tls");
    }

    /** Sets {@link Option#TLS}. */
    public void setTls(@Nullable Boolean tls) {
        set("Tls", tls);
    }

    /** Whether a certificate may be one that nobody trusts. */
    public @Nullable Boolean getTlsAllowInvalidCertificates() {
        return flag("TlsAllowInvalidCertificates");
    }

    /** Sets {@link Option#TLS_ALLOW_INVALID_CERTIFICATES}. */
    public void setTlsAllowInvalidCertificates(@Nullable Boolean tlsAllowInvalidCertificates) {
        set("TlsAllowInvalidCertificates", tlsAllowInvalidCertificates);
    }

    /** Whether a certificate may be another host's. */
    public @Nullable Boolean getTlsAllowInvalidHostnames() {
        return flag("TlsAllowInvalidHostnames");
    }

    /** Sets {@link Option#TLS_ALLOW_INVALID_HOSTNAMES}. */
    public void setTlsAllowInvalidHostnames(@Nullable Boolean tlsAllowInvalidHostnames) {
        set("TlsAllowInvalidHostnames", tlsAllowInvalidHostnames);
    }

    /** The file of certificates to trust. */
    public @Nullable String getTlsCAFile() {
        return text("TlsCAFile");
    }

    /** Sets {@link Option#TLS_CA_FILE}. */
    public void setTlsCAFile(@Nullable String tlsCAFile) {
        set("TlsCAFile", tlsCAFile);
    }

    /** The file of the client's certificate and key. */
    public @Nullable String getTlsCertificateKeyFile() {
        return text("TlsCertificateKeyFile");
    }

    /** Sets {@link Option#TLS_CERTIFICATE_KEY_FILE}. */
    public void setTlsCertificateKeyFile(@Nullable String tlsCertificateKeyFile) {
        set("TlsCertificateKeyFile", tlsCertificateKeyFile);
    }

    /** What the key in that file is encrypted with. */
    public @Nullable String getTlsCertificateKeyFilePassword() {
        return text("TlsCertificateKeyFilePassword");
    }

    /** Sets {@link Option#TLS_CERTIFICATE_KEY_FILE_PASSWORD}. */
    public void setTlsCertificateKeyFilePassword(@Nullable String tlsCertificateKeyFilePassword) {
        set("TlsCertificateKeyFilePassword", tlsCertificateKeyFilePassword);
    }

    /** Whether never to ask if a certificate was revoked. */
    public @Nullable Boolean getTlsDisableCertificateRevocationCheck() {
        return flag("TlsDisableCertificateRevocationCheck");
    }

    /** Sets {@link Option#TLS_DISABLE_CERTIFICATE_REVOCATION_CHECK}. */
    public void setTlsDisableCertificateRevocationCheck(@Nullable Boolean tlsDisableCertificateRevocationCheck) {
        set("TlsDisableCertificateRevocationCheck", tlsDisableCertificateRevocationCheck);
    }

    /** Whether never to ask so over the network. */
    public @Nullable Boolean getTlsDisableOCSPEndpointCheck() {
        return flag("TlsDisableOCSPEndpointCheck");
    }

    /** Sets {@link Option#TLS_DISABLE_OCSP_ENDPOINT_CHECK}. */
    public void setTlsDisableOCSPEndpointCheck(@Nullable Boolean tlsDisableOCSPEndpointCheck) {
        set("TlsDisableOCSPEndpointCheck", tlsDisableOCSPEndpointCheck);
    }

    /** The same as {@code TlsAllowInvalidHostnames}. */
    public @Nullable Boolean getTlsInsecure() {
        return flag("TlsInsecure");
    }

    /** Sets {@link Option#TLS_INSECURE}. */
    public void setTlsInsecure(@Nullable Boolean tlsInsecure) {
        set("TlsInsecure", tlsInsecure);
    }
}
