package io.github.mooring.client;

import io.github.mooring.api.Mode;
import io.github.mooring.pool.Sharing;
import io.github.mooring.session.SessionRecovery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.UuidRepresentation;

/** The words of those options of {@link Option} that have a choice of some, in the order in which they are told. */
final class Choices {
    private Choices() {}

    /** How users prove who they are. */
    static Map<String, String> mechanisms() {
        Map<String, String> mechanisms = new LinkedHashMap<>();
        for (Mechanism mechanism : Mechanism.values()) {
            mechanisms.put(mechanism.text(), mechanism.text());
        }
        return mechanisms;
    }

    /** How users once proved who they are. */
    static Map<String, String> mechanismsThatAreGone() {
        return Map.of("MONGODB-CR", "which servers no longer know");
    }

    /** How monitors ask. */
    static Map<String, ServerMonitoringMode> monitoringModes() {
        Map<String, ServerMonitoringMode> modes = new LinkedHashMap<>();
        modes.put("auto", ServerMonitoringMode.AUTO);
        modes.put("stream", ServerMonitoringMode.STREAM);
        modes.put("poll", ServerMonitoringMode.POLL);
        return modes;
    }

    /** How UUIDs are written. */
    static Map<String, UuidRepresentation> uuidRepresentations() {
        Map<String, UuidRepresentation> representations = new LinkedHashMap<>();
        representations.put("standard", UuidRepresentation.STANDARD);
        representations.put("javaLegacy", UuidRepresentation.JAVA_LEGACY);
        representations.put("csharpLegacy", UuidRepresentation.C_SHARP_LEGACY);
        representations.put("pythonLegacy", UuidRepresentation.PYTHON_LEGACY);
        representations.put("unspecified", UuidRepresentation.UNSPECIFIED);
        return representations;
    }

    /** The modes of sessions. */
    static Map<String, Mode> modes() {
        Map<String, Mode> modes = new LinkedHashMap<>();
        modes.put("primary", Mode.STRONG);
        modes.put("primaryPreferred", Mode.PRIMARY_PREFERRED);
        modes.put("secondary", Mode.SECONDARY);
        modes.put("secondaryPreferred", Mode.SECONDARY_PREFERRED);
        modes.put("nearest", Mode.NEAREST);
        modes.put("monotonic", Mode.MONOTONIC);
        modes.put("eventual", Mode.EVENTUAL);
        return modes;
    }

    /** When operations share a connection. */
    static Map<String, Sharing> sharing() {
        Map<String, Sharing> sharing = new LinkedHashMap<>();
        sharing.put("never", Sharing.NEVER);
        sharing.put("whenFull", Sharing.WHEN_FULL);
        sharing.put("always", Sharing.ALWAYS);
        return sharing;
    }

    /** The word for a value. */
    static <T> String word(Map<String, T> words, T value) {
        return words.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** What sessions do after a network error. */
    static Map<String, SessionRecovery> recoveries() {
        Map<String, SessionRecovery> recoveries = new LinkedHashMap<>();
        recoveries.put("auto", SessionRecovery.AUTO);
        recoveries.put("strict", SessionRecovery.STRICT);
        return recoveries;
    }
}
