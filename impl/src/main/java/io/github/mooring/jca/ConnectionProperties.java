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
public abstract class ConnectionProperties extends SecurityProperties {
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

    /** The application's name in the server's logs. */
    public @Nullable String getAppName() {
        return text("AppName");
    }

    /** Sets {@link Option#APP_NAME}. */
    public void setAppName(@Nullable String appName) {
        set("AppName", appName);
    }

    /** How long the commit of a transaction is repeated, in milliseconds. */
    public @Nullable Integer getCommitRetryBudgetMS() {
        return number("CommitRetryBudgetMS");
    }

    /** Sets {@link Option#COMMIT_RETRY_BUDGET}. */
    public void setCommitRetryBudgetMS(@Nullable Integer commitRetryBudgetMS) {
        set("CommitRetryBudgetMS", commitRetryBudgetMS);
    }

    /** How messages may be compressed. */
    public @Nullable String getCompressors() {
        return text("Compressors");
    }

    /** Sets {@link Option#COMPRESSORS}. */
    public void setCompressors(@Nullable String compressors) {
        set("Compressors", compressors);
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

    /** Whether what an overloaded server has refused is tried with another one. */
    public @Nullable Boolean getEnableOverloadRetargeting() {
        return flag("EnableOverloadRetargeting");
    }

    /** Sets {@link Option#ENABLE_OVERLOAD_RETARGETING}. */
    public void setEnableOverloadRetargeting(@Nullable Boolean enableOverloadRetargeting) {
        set("EnableOverloadRetargeting", enableOverloadRetargeting);
    }

    /** How long the pool of a user is kept once nobody uses it. */
    public @Nullable Integer getIdentityPoolExpiryMS() {
        return number("IdentityPoolExpiryMS");
    }

    /** Sets {@link Option#IDENTITY_POOL_EXPIRY}. */
    public void setIdentityPoolExpiryMS(@Nullable Integer identityPoolExpiryMS) {
        set("IdentityPoolExpiryMS", identityPoolExpiryMS);
    }

    /** Whether JMX shows how servers, pools and users fare. */
    public @Nullable Boolean getJmx() {
        return flag("Jmx");
    }

    /** Sets {@link Option#JMX}. */
    public void setJmx(@Nullable Boolean jmx) {
        set("Jmx", jmx);
    }

    /** Whether a write is acknowledged only once it is in the journal. */
    public @Nullable Boolean getJournal() {
        return flag("Journal");
    }

    /** Sets {@link Option#JOURNAL}. */
    public void setJournal(@Nullable Boolean journal) {
        set("Journal", journal);
    }

    /** Whether the server is a load balancer. */
    public @Nullable Boolean getLoadBalanced() {
        return flag("LoadBalanced");
    }

    /** Sets {@link Option#LOAD_BALANCED}. */
    public void setLoadBalanced(@Nullable Boolean loadBalanced) {
        set("LoadBalanced", loadBalanced);
    }

    /** How much slower than the fastest server one may be to be chosen too. */
    public @Nullable Integer getLocalThresholdMS() {
        return number("LocalThresholdMS");
    }

    /** Sets {@link Option#LOCAL_THRESHOLD}. */
    public void setLocalThresholdMS(@Nullable Integer localThresholdMS) {
        set("LocalThresholdMS", localThresholdMS);
    }

    /** How often what an overloaded server has refused is tried again. */
    public @Nullable Integer getMaxAdaptiveRetries() {
        return number("MaxAdaptiveRetries");
    }

    /** Sets {@link Option#MAX_ADAPTIVE_RETRIES}. */
    public void setMaxAdaptiveRetries(@Nullable Integer maxAdaptiveRetries) {
        set("MaxAdaptiveRetries", maxAdaptiveRetries);
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

    /** How much of a command or a reply stands in a line of the log. */
    public @Nullable Integer getMaxLogDocumentLength() {
        return number("MaxLogDocumentLength");
    }

    /** Sets {@link Option#MAX_LOG_DOCUMENT_LENGTH}. */
    public void setMaxLogDocumentLength(@Nullable Integer maxLogDocumentLength) {
        set("MaxLogDocumentLength", maxLogDocumentLength);
    }

    /** Most connections to the server for each user. */
    public @Nullable Integer getMaxPoolSize() {
        return number("MaxPoolSize");
    }

    /** Sets {@link Option#MAX_POOL_SIZE}. */
    public void setMaxPoolSize(@Nullable Integer maxPoolSize) {
        set("MaxPoolSize", maxPoolSize);
    }

    /** How far behind the primary a member may be to be read from. */
    public @Nullable Integer getMaxStalenessSeconds() {
        return number("MaxStalenessSeconds");
    }

    /** Sets {@link Option#MAX_STALENESS}. */
    public void setMaxStalenessSeconds(@Nullable Integer maxStalenessSeconds) {
        set("MaxStalenessSeconds", maxStalenessSeconds);
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

    /** Whether a failed read is tried once more. */
    public @Nullable Boolean getRetryReads() {
        return flag("RetryReads");
    }

    /** Sets {@link Option#RETRY_READS}. */
    public void setRetryReads(@Nullable Boolean retryReads) {
        set("RetryReads", retryReads);
    }

    /** Whether a failed write is tried once more. */
    public @Nullable Boolean getRetryWrites() {
        return flag("RetryWrites");
    }

    /** Sets {@link Option#RETRY_WRITES}. */
    public void setRetryWrites(@Nullable Boolean retryWrites) {
        set("RetryWrites", retryWrites);
    }

    /** How servers are watched. */
    public @Nullable String getServerMonitoringMode() {
        return text("ServerMonitoringMode");
    }

    /** Sets {@link Option#SERVER_MONITORING_MODE}. */
    public void setServerMonitoringMode(@Nullable String serverMonitoringMode) {
        set("ServerMonitoringMode", serverMonitoringMode);
    }

    /** Longest wait for a server that fits. */
    public @Nullable Integer getServerSelectionTimeoutMS() {
        return number("ServerSelectionTimeoutMS");
    }

    /** Sets {@link Option#SERVER_SELECTION_TIMEOUT}. */
    public void setServerSelectionTimeoutMS(@Nullable Integer serverSelectionTimeoutMS) {
        set("ServerSelectionTimeoutMS", serverSelectionTimeoutMS);
    }

    /** What sessions do after a network error. */
    public @Nullable String getSessionRecovery() {
        return text("SessionRecovery");
    }

    /** Sets {@link Option#SESSION_RECOVERY}. */
    public void setSessionRecovery(@Nullable String sessionRecovery) {
        set("SessionRecovery", sessionRecovery);
    }

    /** How long a server may say nothing while operations wait for it. */
    public @Nullable Integer getSilenceProbeMS() {
        return number("SilenceProbeMS");
    }

    /** Sets {@link Option#SILENCE_PROBE}. */
    public void setSilenceProbeMS(@Nullable Integer silenceProbeMS) {
        set("SilenceProbeMS", silenceProbeMS);
    }

    /** Longest wait of an operation for bytes to come or to go. */
    public @Nullable Integer getSocketTimeoutMS() {
        return number("SocketTimeoutMS");
    }

    /** Sets {@link Option#SOCKET_TIMEOUT}. */
    public void setSocketTimeoutMS(@Nullable Integer socketTimeoutMS) {
        set("SocketTimeoutMS", socketTimeoutMS);
    }

    /** Most servers to take of those that one name stands for. */
    public @Nullable Integer getSrvMaxHosts() {
        return number("SrvMaxHosts");
    }

    /** Sets {@link Option#SRV_MAX_HOSTS}. */
    public void setSrvMaxHosts(@Nullable Integer srvMaxHosts) {
        set("SrvMaxHosts", srvMaxHosts);
    }

    /** The service that is looked up for a name. */
    public @Nullable String getSrvServiceName() {
        return text("SrvServiceName");
    }

    /** Sets {@link Option#SRV_SERVICE_NAME}. */
    public void setSrvServiceName(@Nullable String srvServiceName) {
        set("SrvServiceName", srvServiceName);
    }

    /** Whether every mistake in the connection string is an error. */
    public @Nullable Boolean getStrictOptions() {
        return flag("StrictOptions");
    }

    /** Sets {@link Option#STRICT_OPTIONS}. */
    public void setStrictOptions(@Nullable Boolean strictOptions) {
        set("StrictOptions", strictOptions);
    }

    /** Longest time of one operation with all its waits. */
    public @Nullable Integer getTimeoutMS() {
        return number("TimeoutMS");
    }

    /** Sets {@link Option#TIMEOUT}. */
    public void setTimeoutMS(@Nullable Integer timeoutMS) {
        set("TimeoutMS", timeoutMS);
    }

    /** How long a transaction may last, in milliseconds. */
    public @Nullable Integer getTransactionMaxTimeMS() {
        return number("TransactionMaxTimeMS");
    }

    /** Sets {@link Option#TRANSACTION_MAX_TIME}. */
    public void setTransactionMaxTimeMS(@Nullable Integer transactionMaxTimeMS) {
        set("TransactionMaxTimeMS", transactionMaxTimeMS);
    }

    /** How UUIDs are written. */
    public @Nullable String getUuidRepresentation() {
        return text("UuidRepresentation");
    }

    /** Sets {@link Option#UUID_REPRESENTATION}. */
    public void setUuidRepresentation(@Nullable String uuidRepresentation) {
        set("UuidRepresentation", uuidRepresentation);
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

    /** How hard zlib works. */
    public @Nullable Integer getZlibCompressionLevel() {
        return number("ZlibCompressionLevel");
    }

    /** Sets {@link Option#ZLIB_COMPRESSION_LEVEL}. */
    public void setZlibCompressionLevel(@Nullable Integer zlibCompressionLevel) {
        set("ZlibCompressionLevel", zlibCompressionLevel);
    }
}
