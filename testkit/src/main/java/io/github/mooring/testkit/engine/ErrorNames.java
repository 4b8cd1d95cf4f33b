package io.github.mooring.testkit.engine;

import java.util.Map;

/** The names that MongoDB gives to its error codes. */
public final class ErrorNames {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "InternalError"),
            Map.entry(2, "BadValue"),
            Map.entry(6, "HostUnreachable"),
            Map.entry(7, "HostNotFound"),
            Map.entry(8, "UnknownError"),
            Map.entry(9, "FailedToParse"),
            Map.entry(11, "UserNotFound"),
            Map.entry(13, "Unauthorized"),
            Map.entry(14, "TypeMismatch"),
            Map.entry(15, "Overflow"),
            Map.entry(16, "InvalidLength"),
            Map.entry(17, "ProtocolError"),
            Map.entry(18, "AuthenticationFailed"),
            Map.entry(20, "IllegalOperation"),
            Map.entry(26, "NamespaceNotFound"),
            Map.entry(27, "IndexNotFound"),
            Map.entry(28, "PathNotViable"),
            Map.entry(40, "ConflictingUpdateOperators"),
            Map.entry(43, "CursorNotFound"),
            Map.entry(48, "NamespaceExists"),
            Map.entry(50, "MaxTimeMSExpired"),
            Map.entry(52, "DollarPrefixedFieldName"),
            Map.entry(53, "InvalidIdField"),
            Map.entry(54, "NotSingleValueField"),
            Map.entry(59, "CommandNotFound"),
            Map.entry(64, "WriteConcernTimeout"),
            Map.entry(66, "ImmutableField"),
            Map.entry(67, "CannotCreateIndex"),
            Map.entry(72, "InvalidOptions"),
            Map.entry(73, "InvalidNamespace"),
            Map.entry(79, "UnknownReplWriteConcern"),
            Map.entry(85, "IndexOptionsConflict"),
            Map.entry(86, "IndexKeySpecsConflict"),
            Map.entry(89, "NetworkTimeout"),
            Map.entry(91, "ShutdownInProgress"),
            Map.entry(96, "OperationFailed"),
            Map.entry(100, "UnsatisfiableWriteConcern"),
            Map.entry(112, "WriteConflict"),
            Map.entry(115, "CommandNotSupported"),
            Map.entry(121, "DocumentValidationFailure"),
            Map.entry(125, "CommandFailed"),
            Map.entry(134, "ReadConcernMajorityNotAvailableYet"),
            Map.entry(171, "CannotIndexParallelArrays"),
            Map.entry(175, "QueryPlanKilled"),
            Map.entry(189, "PrimarySteppedDown"),
            Map.entry(211, "KeyNotFound"),
            Map.entry(225, "TransactionTooOld"),
            Map.entry(238, "NotImplemented"),
            Map.entry(241, "ConversionFailure"),
            Map.entry(244, "TransactionAborted"),
            Map.entry(251, "NoSuchTransaction"),
            Map.entry(262, "ExceededTimeLimit"),
            Map.entry(276, "IndexBuildAborted"),
            Map.entry(317, "ConnectionPoolExpired"),
            Map.entry(322, "APIVersionError"),
            Map.entry(323, "APIStrictError"),
            Map.entry(334, "MechanismUnavailable"),
            Map.entry(352, "UnsupportedOpQueryCommand"),
            Map.entry(391, "ReauthenticationRequired"),
            Map.entry(9001, "SocketException"),
            Map.entry(10107, "NotWritablePrimary"),
            Map.entry(10334, "BSONObjectTooLarge"),
            Map.entry(11000, "DuplicateKey"),
            Map.entry(11600, "InterruptedAtShutdown"),
            Map.entry(11601, "Interrupted"),
            Map.entry(11602, "InterruptedDueToReplStateChange"),
            Map.entry(13388, "StaleConfig"),
            Map.entry(13435, "NotPrimaryNoSecondaryOk"),
            Map.entry(13436, "NotPrimaryOrSecondary"));

    private ErrorNames() {}

    /** The name of {@code code}; codes without one are called {@code Location<code>}, as a server does. */
    public static String of(int code) {
        return NAMES.getOrDefault(code, "Location" + code);
    }
}
