package io.github.mooring.bench.failover;

/**
 * Under what circumstances the primary changes; immutable.
 *
 * @param monitoring how clients look after servers
 * @param crash      whether the old primary is killed; else it steps down
 * @param retries    whether writes are retried ({@code retryWrites})
 */
public record Scenario(Monitoring monitoring, boolean crash, boolean retries) {
    /** How clients look after servers, and what these allow for. */
    public enum Monitoring {
        /** Servers tell what is new at once. */
        STREAMING("streaming", 21, ""),
        /** They could, but are asked from time to time ({@code serverMonitoringMode=poll}). */
        POLLING("polling", 21, "&serverMonitoringMode=poll"),
        /** They know no topology version, as before MongoDB 4.4. */
        OLD_SERVERS("polling, MongoDB 4.2", 8, "");

        private final String text;
        private final int maxWireVersion;
        private final String options;

        Monitoring(String text, int maxWireVersion, String options) {
            this.text = text;
            this.maxWireVersion = maxWireVersion;
            this.options = options;
        }

        /** As it stands in a table. */
        public String text() {
            return text;
        }

        /** The newest protocol that the servers speak. */
        public int maxWireVersion() {
            return maxWireVersion;
        }
    }

    /** What is added to the connection string, the same for all clients. */
    String options() {
        return monitoring.options + "&retryWrites=" + retries;
    }

    /** As it stands in a table. */
    public String text() {
        return monitoring.text + ", " + (crash ? "crash" : "step-down") + (retries ? "" : ", no retries");
    }
}
