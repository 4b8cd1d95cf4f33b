package io.github.mooring.jca;

import io.github.mooring.client.Option;
import org.jspecify.annotations.Nullable;

/**
 * The configuration properties that a factory and the adapter have in common: at a factory they hold for its sessions,
 * at the adapter they are defaults for its factories. Meaning, unit, range and default of each are those of the
 * {@link Option} of that name; null and the empty text mean that it is not set.
 *
 * <p>A setter checks nothing: containers set properties in any order and before they can show an error to anybody. The
 * whole is checked when the first session is asked for. Thread-safe.
 */
public abstract class ConnectionProperties extends ConfigurationBean {
    private static final long serialVersionUID = 1L;

    ConnectionProperties() {}

    /** The connection string; may hold a password. */
    public @Nullable String getConnectionURL() {
        return text("ConnectionURL");
    }

    /** Sets {@link Option#CONNECTION_URL}. */
    public void setConnectionURL(@Nullable String connectionUrl) {
        set("ConnectionURL", connectionUrl);
    }

    /** The server. */
    public @Nullable String getServerName() {
        return text("ServerName");
    }

    /** Sets {@link Option#SERVER_NAME}. */
    public void setServerName(@Nullable String serverName) {
        set("ServerName", serverName);
    }

    /** The server's port. */
    public @Nullable Integer getPortNumber() {
        return number("PortNumber");
    }

    /** Sets {@link Option#PORT_NUMBER}. */
    public void setPortNumber(@Nullable Integer portNumber) {
        set("PortNumber", portNumber);
    }

    /** The database of sessions that do not name one. */
    public @Nullable String getDatabaseName() {
        return text("DatabaseName");
    }

    /** Sets {@link Option#DATABASE_NAME}. */
    public void setDatabaseName(@Nullable String databaseName) {
        set("DatabaseName", databaseName);
    }

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

    /** The application's name in the server's logs. */
    public @Nullable String getAppName() {
        return text("AppName");
    }

    /** Sets {@link Option#APP_NAME}. */
    public void setAppName(@Nullable String appName) {
        set("AppName", appName);
    }

    /** How the user proves the password. */
    public @Nullable String getAuthMechanism() {
        return text("AuthMechanism");
    }

    /** Sets {@link Option#AUTH_MECHANISM}. */
    public void setAuthMechanism(@Nullable String authMechanism) {
        set("AuthMechanism", authMechanism);
    }

    /** The database that knows the user. */
    public @Nullable String getAuthSource() {
        return text("AuthSource");
    }

    /** Sets {@link Option#AUTH_SOURCE}. */
    public void setAuthSource(@Nullable String authSource) {
        set("AuthSource", authSource);
    }

    /** When several operations use one connection at the same time. */
    public @Nullable String getConnectionSharing() {
        return text("ConnectionSharing");
    }

    /** Sets {@link Option#CONNECTION_SHARING}. */
    public void setConnectionSharing(@Nullable String connectionSharing) {
        set("ConnectionSharing", connectionSharing);
    }

    /** Longest time to open a connection. */
    public @Nullable Integer getConnectTimeoutMS() {
        return number("ConnectTimeoutMS");
    }

    /** Sets {@link Option#CONNECT_TIMEOUT}. */
    public void setConnectTimeoutMS(@Nullable Integer connectTimeoutMS) {
        set("ConnectTimeoutMS", connectTimeoutMS);
    }

    /** Whether the server is taken as it is, whatever its role. */
    public @Nullable Boolean getDirectConnection() {
        return flag("DirectConnection");
    }

    /** Sets {@link Option#DIRECT_CONNECTION}. */
    public void setDirectConnection(@Nullable Boolean directConnection) {
        set("DirectConnection", directConnection);
    }

    /** How long the pool of a user is kept once nobody uses it. */
    public @Nullable Integer getIdentityPoolExpiryMS() {
        return number("IdentityPoolExpiryMS");
    }

    /** Sets {@link Option#IDENTITY_POOL_EXPIRY}. */
    public void setIdentityPoolExpiryMS(@Nullable Integer identityPoolExpiryMS) {
        set("IdentityPoolExpiryMS", identityPoolExpiryMS);
    }

    /** Whether a write is acknowledged only once it is in the journal. */
    public @Nullable Boolean getJournal() {
        return flag("Journal");
    }

    /** Sets {@link Option#JOURNAL}. */
    public void setJournal(@Nullable Boolean journal) {
        set("Journal", journal);
    }

    /** Most connections that a pool opens at the same time. */
    public @Nullable Integer getMaxConnecting() {
        return number("MaxConnecting");
    }

    /** Sets {@link Option#MAX_CONNECTING}. */
    public void setMaxConnecting(@Nullable Integer maxConnecting) {
        set("MaxConnecting", maxConnecting);
    }

    /** Most users who have a pool at the same time. */
    public @Nullable Integer getMaxIdentityPools() {
        return number("MaxIdentityPools");
    }

    /** Sets {@link Option#MAX_IDENTITY_POOLS}. */
    public void setMaxIdentityPools(@Nullable Integer maxIdentityPools) {
        set("MaxIdentityPools", maxIdentityPools);
    }

    /** How long a connection may lie idle. */
    public @Nullable Integer getMaxIdleTimeMS() {
        return number("MaxIdleTimeMS");
    }

    /** Sets {@link Option#MAX_IDLE_TIME}. */
    public void setMaxIdleTimeMS(@Nullable Integer maxIdleTimeMS) {
        set("MaxIdleTimeMS", maxIdleTimeMS);
    }

    /** Most operations that use one connection at the same time. */
    public @Nullable Integer getMaxInFlight() {
        return number("MaxInFlight");
    }

    /** Sets {@link Option#MAX_IN_FLIGHT}. */
    public void setMaxInFlight(@Nullable Integer maxInFlight) {
        set("MaxInFlight", maxInFlight);
    }

    /** How old a connection may become. */
    public @Nullable Integer getMaxLifeTimeMS() {
        return number("MaxLifeTimeMS");
    }

    /** Sets {@link Option#MAX_LIFE_TIME}. */
    public void setMaxLifeTimeMS(@Nullable Integer maxLifeTimeMS) {
        set("MaxLifeTimeMS", maxLifeTimeMS);
    }

    /** Most connections to the server for each user. */
    public @Nullable Integer getMaxPoolSize() {
        return number("MaxPoolSize");
    }

    /** Sets {@link Option#MAX_POOL_SIZE}. */
    public void setMaxPoolSize(@Nullable Integer maxPoolSize) {
        set("MaxPoolSize", maxPoolSize);
    }

    /** Most callers that wait for a connection of a pool. */
    public @Nullable Integer getMaxWaitQueueSize() {
        return number("MaxWaitQueueSize");
    }

    /** Sets {@link Option#MAX_WAIT_QUEUE_SIZE}. */
    public void setMaxWaitQueueSize(@Nullable Integer maxWaitQueueSize) {
        set("MaxWaitQueueSize", maxWaitQueueSize);
    }

    /** Connections that a pool keeps open, used or not. */
    public @Nullable Integer getMinPoolSize() {
        return number("MinPoolSize");
    }

    /** Sets {@link Option#MIN_POOL_SIZE}. */
    public void setMinPoolSize(@Nullable Integer minPoolSize) {
        set("MinPoolSize", minPoolSize);
    }

    /** How well established data must be to be read. */
    public @Nullable String getReadConcernLevel() {
        return text("ReadConcernLevel");
    }

    /** Sets {@link Option#READ_CONCERN_LEVEL}. */
    public void setReadConcernLevel(@Nullable String readConcernLevel) {
        set("ReadConcernLevel", readConcernLevel);
    }

    /** The mode of new sessions. */
    public @Nullable String getReadPreference() {
        return text("ReadPreference");
    }

    /** Sets {@link Option#READ_PREFERENCE}. */
    public void setReadPreference(@Nullable String readPreference) {
        set("ReadPreference", readPreference);
    }

    /** Tags that a member must have for new sessions to read from it. */
    public @Nullable String getReadPreferenceTags() {
        return text("ReadPreferenceTags");
    }

    /** Sets {@link Option#READ_PREFERENCE_TAGS}. */
    public void setReadPreferenceTags(@Nullable String readPreferenceTags) {
        set("ReadPreferenceTags", readPreferenceTags);
    }

    /** The replica set that the server must belong to. */
    public @Nullable String getReplicaSet() {
        return text("ReplicaSet");
    }

    /** Sets {@link Option#REPLICA_SET}. */
    public void setReplicaSet(@Nullable String replicaSet) {
        set("ReplicaSet", replicaSet);
    }

    /** What sessions do after a network error. */
    public @Nullable String getSessionRecovery() {
        return text("SessionRecovery");
    }

    /** Sets {@link Option#SESSION_RECOVERY}. */
    public void setSessionRecovery(@Nullable String sessionRecovery) {
        set("SessionRecovery", sessionRecovery);
    }

    /** Longest time of one operation with all its waits. */
    public @Nullable Integer getTimeoutMS() {
        return number("TimeoutMS");
    }

    /** Sets {@link Option#TIMEOUT}. */
    public void setTimeoutMS(@Nullable Integer timeoutMS) {
        set("TimeoutMS", timeoutMS);
    }

    /** Whether to encrypt. */
    public @Nullable Boolean getTls() {
        return flag("Tls");
    }

    /** Sets {@link Option#TLS}. */
    public void setTls(@Nullable Boolean tls) {
        set("Tls", tls);
    }

    /** Whether a certificate may be another host's. */
    public @Nullable Boolean getTlsAllowInvalidHostnames() {
        return flag("TlsAllowInvalidHostnames");
    }

    /** Sets {@link Option#TLS_ALLOW_INVALID_HOSTNAMES}. */
    public void setTlsAllowInvalidHostnames(@Nullable Boolean tlsAllowInvalidHostnames) {
        set("TlsAllowInvalidHostnames", tlsAllowInvalidHostnames);
    }

    /** The same as {@code TlsAllowInvalidHostnames}. */
    public @Nullable Boolean getTlsInsecure() {
        return flag("TlsInsecure");
    }

    /** Sets {@link Option#TLS_INSECURE}. */
    public void setTlsInsecure(@Nullable Boolean tlsInsecure) {
        set("TlsInsecure", tlsInsecure);
    }

    /** How many members must have a write before it is acknowledged. */
    public @Nullable String getW() {
        return text("W");
    }

    /** Sets {@link Option#W}. */
    public void setW(@Nullable String w) {
        set("W", w);
    }

    /** Longest wait for a free connection. */
    public @Nullable Integer getWaitQueueTimeoutMS() {
        return number("WaitQueueTimeoutMS");
    }

    /** Sets {@link Option#WAIT_QUEUE_TIMEOUT}. */
    public void setWaitQueueTimeoutMS(@Nullable Integer waitQueueTimeoutMS) {
        set("WaitQueueTimeoutMS", waitQueueTimeoutMS);
    }

    /** How long the server may wait for the members that {@code W} asks for. */
    public @Nullable Integer getWTimeoutMS() {
        return number("WTimeoutMS");
    }

    /** Sets {@link Option#W_TIMEOUT}. */
    public void setWTimeoutMS(@Nullable Integer wTimeoutMS) {
        set("WTimeoutMS", wTimeoutMS);
    }
}
