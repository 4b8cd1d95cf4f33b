package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * For each option there is a test that shows its effect on the wire or on behaviour, of the whole client, with a value that is not
 * the default. An option without one fails here, and a test that is renamed or taken away is missed.
 */
class GoldenOptionsTest {
    private static final String JCA = "io.github.mooring.jca.";

    /** Which test shows it, as {@code Class#method}; null if nobody has named one. */
    private static @Nullable String goldenTest(Option option) {
        return switch (option) {
            case CONNECTION_URL -> JCA + "PlaceByPropertiesTest#aConnectionStringSaysItAllAtOnce";
            case SERVER_NAME, PORT_NUMBER, DATABASE_NAME, USER_NAME, PASSWORD ->
                JCA + "PlaceByPropertiesTest#serverPortDatabaseAndUserAreTheirOwnProperties";
            case AUTH_SOURCE -> "OptionsOnTheWireTest#twoUsersOfOneDatabaseLogInOnceEachHoweverTheyAlternate";
            case AUTH_MECHANISM -> "MechanismsByUriTest#plainOverTls";
            case AUTH_MECHANISM_PROPERTIES ->
                "MechanismsByUriTest#whatIsMissingIsAConfigurationErrorThatSaysHowToSupplyIt";
            case PLAIN_WITHOUT_TLS -> "MechanismsByUriTest#plainWithoutTlsIsAllowedOnDemand";
            case STRICT_OPTIONS -> "OptionsInEffectTest#whatIsUnknownIsAnErrorForWhoIsStrict";
            default ->
                Stream.of(ofTopology(option), ofConnection(option), ofTls(option), ofPool(option), ofSession(option))
                        .flatMap(Stream::ofNullable)
                        .findFirst()
                        .orElse(null);
        };
    }

    private static @Nullable String ofTopology(Option option) {
        return switch (option) {
            case DIRECT_CONNECTION -> "OptionsInEffectTest#aDirectConnectionIsToTheNamedMemberAlone";
            case HEARTBEAT_FREQUENCY -> "OptionsInEffectTest#theHeartbeatIsWhatAServerMayKeepItsAnswerBackFor";
            case LOAD_BALANCED -> "LoadBalancedTest#everyHelloSaysThatThereIsALoadBalancer";
            case LOCAL_THRESHOLD -> "OptionsInEffectTest#whoIsFartherAwayThanTheThresholdIsNotReadFrom";
            case MAX_STALENESS -> "OptionsInEffectTest#whoIsFartherBehindThanAllowedIsNotReadFrom";
            case REPLICA_SET -> "OptionsInEffectTest#aServerOfAnotherSetIsNotUsed";
            case SERVER_MONITORING_MODE -> "OptionsInEffectTest#aServerThatIsPolledIsNotAskedToKeepItsAnswerBack";
            case SERVER_SELECTION_TIMEOUT -> "SrvDeploymentTest#theTimeToFindAServerLimitsThisWaitToo";
            case SILENCE_PROBE -> "FrozenServerTest#theProbeFreesCallsLongBeforeTheMonitorWould";
            case SRV_MAX_HOSTS -> "SrvDeploymentTest#noMoreThanSrvMaxHostsAreUsed";
            case SRV_SERVICE_NAME -> "SrvDeploymentTest#theServiceOfTheNameIsAskedFor";
            case ENABLE_OVERLOAD_RETARGETING -> "OverloadTest#whoWantsToBeRetargetedGoesToAnotherServer";
            case MAX_ADAPTIVE_RETRIES -> "OverloadTest#asManyRetriesAreMadeAsTheOptionSays";
            case RETRY_READS -> "RetryTest#whoWantsNoSecondReadHearsOfTheFirst";
            case COMMIT_RETRY_BUDGET -> "CommitFaultTest#aCommitIsRepeatedForTheBudgetAndNoLonger";
            case TRANSACTION_MAX_TIME -> "TransactionRulesTest#anOperationAfterTheLongestTimeIsNotSent";
            case RETRY_WRITES -> "RetryTest#whoWantsNoSecondWriteHearsOfTheFirst";
            default -> null;
        };
    }

    private static @Nullable String ofConnection(Option option) {
        return switch (option) {
            case APP_NAME -> "OptionsInEffectTest#theNameOfTheApplicationIsInTheHandshake";
            case COMPRESSORS -> "TransportOptionsTest#messagesAreCompressedAsTheOptionHasIt";
            case ZLIB_COMPRESSION_LEVEL -> "OptionsInEffectTest#zlibWorksAsHardAsTheOptionHasIt";
            case CONNECT_TIMEOUT -> "BrokenServerTest#aBlackHoleIsGivenUpAfterTheConnectTimeout";
            case SOCKET_TIMEOUT -> "SocketTimeoutTest#aReplyThatDoesNotComeInTimeIsGivenUpAndItsConnectionIsKept";
            case PROXY_HOST, PROXY_PORT, PROXY_USERNAME, PROXY_PASSWORD ->
                "ProxyTest#operationsAndMonitorsGoThroughTheProxy";
            default -> null;
        };
    }

    private static @Nullable String ofTls(Option option) {
        return switch (option) {
            case TLS, TLS_CA_FILE -> "TransportOptionsTest#aServerIsTrustedWhoseAuthorityIsInTheNamedFile";
            case TLS_CERTIFICATE_KEY_FILE -> "TransportOptionsTest#aClientShowsTheCertificateInTheNamedFile";
            case TLS_DISABLE_CERTIFICATE_REVOCATION_CHECK, TLS_DISABLE_OCSP_ENDPOINT_CHECK ->
                "RevocationTest#aJvmThatAsksCanBeToldNotToAndNotToAskOverTheNetwork";
            case TLS_CERTIFICATE_KEY_FILE_PASSWORD -> "OptionsInEffectTest#aKeyIsReadWithItsPassword";
            case TLS_ALLOW_INVALID_CERTIFICATES, TLS_INSECURE -> "TransportOptionsTest#whoWantsToCheckNothingMayDoSo";
            case TLS_ALLOW_INVALID_HOSTNAMES -> "OptionsInEffectTest#aCertificateOfAnotherHostIsAcceptedOnDemandOnly";
            default -> null;
        };
    }

    private static @Nullable String ofPool(Option option) {
        return switch (option) {
            case CONNECTION_SHARING, MAX_IN_FLIGHT -> "PoolWiringTest#operationsShareAConnectionAsTheyAreTold";
            case IDENTITY_POOL_EXPIRY -> "PoolWiringTest#aUserWhosePoolHasExpiredMayComeBack";
            case MAX_CONNECTING -> "PoolWiringTest#maxConnectingLimitsHandshakesUnderWay";
            case MAX_IDENTITY_POOLS -> "PoolWiringTest#maxIdentityPoolsMakesRoomForTheNewcomer";
            case MAX_IDLE_TIME -> "DeploymentTest#idleSocketsEndAfterTheirTimeAndNotBefore";
            case MAX_LIFE_TIME -> "PoolWiringTest#maxLifeTimeEndsConnectionsHoweverBusyTheyAre";
            case MAX_POOL_SIZE, MAX_WAIT_QUEUE_SIZE -> "PoolWiringTest#maxWaitQueueSizeSendsTheNextCallerAway";
            case MAX_TOTAL_CONNECTIONS -> "PoolWiringTest#maxTotalConnectionsIsOneLimitForAllUsers";
            case MIN_POOL_SIZE -> "PoolWiringTest#theConfiguredUsersPoolIsFilledAsSoonAsTheServerIsKnown";
            case WAIT_QUEUE_TIMEOUT -> "WaitTest#theWaitQueueIsLeftAfterItsTimeWithTheNumbersOfThePool";
            default -> null;
        };
    }

    private static @Nullable String ofSession(Option option) {
        return switch (option) {
            case TIMEOUT -> "WaitTest#aCommandThatTakesTooLongStandsInNobodysWayAndCostsNoOtherConnection";
            case JMX -> "io.github.mooring.management.StandAloneTest#aClientIsShownIfItsConnectionStringSaysSo";
            case MAX_LOG_DOCUMENT_LENGTH -> "LogLinesTest#commandsAndRepliesAreCutWhereTheOptionSays";
            case READ_PREFERENCE -> "OptionsInEffectTest#aReadIsSentWhereTheModeOfTheConnectionStringSays";
            case READ_PREFERENCE_TAGS -> "SessionModeTest#theTagSetsOfTheConnectionStringAreThoseOfNewSessions";
            case READ_CONCERN_LEVEL -> "OptionsOnTheWireTest#theReadConcernOfTheConnectionStringIsInEveryRead";
            case W, JOURNAL, W_TIMEOUT -> "OptionsOnTheWireTest#theWriteConcernOfTheConnectionStringIsInEveryWrite";
            case UUID_REPRESENTATION -> "UuidRepresentationTest#uuidsHaveTheBytesOfTheRepresentationWhereverTheyStand";
            case SESSION_RECOVERY -> "SessionRecoveryTest#aStrictSessionFailsUntilItIsRefreshed";
            default -> null;
        };
    }

    @ParameterizedTest
    @EnumSource
    void everyOptionHasATestThatShowsItsEffect(Option option) throws Exception {
        String test = goldenTest(option);

        assertThat(test).as("%s has no test", option).isNotNull();
        assertThat(tests(Objects.requireNonNull(test))).as(test).hasSize(1);
    }

    @Test
    void aTestThatIsNotThereIsMissed() throws Exception {
        assertThat(tests("GoldenOptionsTest#tests"))
                .as("a method that is no test")
                .isEmpty();
        assertThat(tests("GoldenOptionsTest#none")).isEmpty();
    }

    private static List<Method> tests(String name) throws ClassNotFoundException {
        String[] parts = name.split("#", -1);
        String own = GoldenOptionsTest.class.getPackageName() + ".";
        Class<?> type = Class.forName(parts[0].contains(".") ? parts[0] : own + parts[0]);
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(parts[1]))
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                .toList();
    }
}
