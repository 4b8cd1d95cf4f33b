package io.github.mooring.topology;

import static io.github.mooring.topology.ApplicationError.Kind;
import static io.github.mooring.topology.ApplicationError.RETRYABLE;
import static io.github.mooring.topology.ApplicationError.SYSTEM_OVERLOADED;
import static io.github.mooring.topology.DiscoveryTest.after;
import static io.github.mooring.topology.Hellos.primary;
import static io.github.mooring.topology.Servers.address;
import static io.github.mooring.topology.Servers.balanced;
import static io.github.mooring.topology.Servers.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.topology.ErrorScope.Check;
import io.github.mooring.topology.ErrorScope.Clear;
import java.util.List;
import java.util.Set;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an error costs, and whom. */
class ErrorScopeTest {
    private static final int GENERATION = 3;
    private static final int MONGODB_4_0 = 7;
    private static final int MONGODB_8 = 25;
    private static final ObjectId SERVICE = new ObjectId("00000000000000000000000a");
    private static final ObjectId PROCESS = new ObjectId("000000000000000000000001");
    private static final TopologyDescription SET = after(
            start("rs", "a"),
            primary("a", List.of("a"), "topologyVersion: {processId: {$oid: '000000000000000000000001'}, counter: 5}"));
    private static final TopologyDescription BALANCED =
            after(balanced("a"), ServerDescription.loadBalancer(address("a")));

    @Test
    void aConnectionThatBrokeInUseMakesTheServerUnknownAndItsConnectionsUseless() {
        assertThat(of(SET, network(made())))
                .isEqualTo(new ErrorScope(doubted("reset by peer", null), Clear.SERVER, false, Check.CANCEL));
    }

    @Test
    void theSecondConnectionThatBreaksChangesNothingThatIsKnownAndLetsTheMonitorAsk() {
        TopologyDescription doubtful = after(SET, doubted("reset by peer", null));

        assertThat(of(doubtful, network(made()))).isEqualTo(new ErrorScope(null, Clear.SERVER, false, Check.AT_ONCE));
    }

    @Test
    void anOperationThatTakesTooLongSaysNothingOfTheServer() {
        assertThat(of(SET, timeout(made()))).isEqualTo(ErrorScope.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"NETWORK", "TIMEOUT"})
    void aConnectionThatCannotBeMadeBecauseOfTooMuchWorkLeavesTheOthersAlone(Kind kind) {
        ApplicationError overloaded =
                new ApplicationError(beingMade(), kind, "reset", null, Set.of(SYSTEM_OVERLOADED, RETRYABLE));

        assertThat(of(SET, overloaded)).isEqualTo(ErrorScope.NONE);
        assertThat(of(BALANCED, overloaded)).isEqualTo(ErrorScope.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"NETWORK", "TIMEOUT"})
    void aConnectionThatCannotBeMadeForAnotherReasonMakesTheServerUnknown(Kind kind) {
        assertThat(of(SET, new ApplicationError(beingMade(), kind, "certificate expired", null, Set.of())))
                .isEqualTo(new ErrorScope(doubted("certificate expired", null), Clear.SERVER, false, Check.CANCEL));
    }

    @Test
    void thatTheServerRefusesTheClientsOwnUserMakesItUnknown() {
        assertThat(of(SET, command(beingMade(), 18, "Authentication failed.", null)))
                .isEqualTo(new ErrorScope(
                        doubted("error 18: Authentication failed.", null), Clear.SERVER, false, Check.CANCEL));
    }

    @Test
    void thatItRefusesOneUserOfManyIsThatUsersAffair() {
        ErrorOrigin guest = new ErrorOrigin(address("a"), null, GENERATION, MONGODB_8, false, true);

        assertThat(of(SET, command(guest, 18, "Authentication failed.", null)))
                .isEqualTo(new ErrorScope(null, Clear.USER, false, Check.AS_PLANNED));
        assertThat(of(SET, network(guest)).clear()).isEqualTo(Clear.SERVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {10107, 13435, 10058, 11602, 13436, 189})
    void aServerThatIsNoLongerThePrimaryIsAskedAtOnceAndKeepsItsConnections(int code) {
        assertThat(of(SET, command(made(), code, "no", version(6))))
                .isEqualTo(new ErrorScope(
                        doubted("error " + code + ": no", version(6)), Clear.NOTHING, false, Check.AT_ONCE));
        assertThat(of(SET, command(origin(MONGODB_4_0), code, "no", null)).clear())
                .isEqualTo(Clear.SERVER);
    }

    @ParameterizedTest
    @ValueSource(ints = {91, 11600})
    void aServerThatGoesDownTakesItsConnectionsAlong(int code) {
        assertThat(of(SET, command(made(), code, "bye", version(6))))
                .isEqualTo(new ErrorScope(
                        doubted("error " + code + ": bye", version(6)), Clear.SERVER, false, Check.AT_ONCE));
    }

    @Test
    void aMonitorThatWaitsForNewsIsInterruptedIfTheErrorDoesNotSayThatThereAreAny() {
        assertThat(of(SET, command(made(), 91, "bye", null)))
                .isEqualTo(new ErrorScope(doubted("error 91: bye", null), Clear.SERVER, false, Check.CANCEL));
    }

    @Test
    void anOldServerSaysItInWords() {
        assertThat(of(SET, command(origin(MONGODB_4_0), 0, "not master", null)))
                .isEqualTo(new ErrorScope(doubted("error 0: not master", null), Clear.SERVER, false, Check.CANCEL));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 89, 9001, 11000, 50, 462})
    void otherErrorsOfTheServerSayNothingOfIt(int code) {
        assertThat(of(SET, command(made(), code, "not master", null))).isEqualTo(ErrorScope.NONE);
    }

    @Test
    void whatTheServerHasSaidBeforeItSaidWhatItIsIsOld() {
        assertThat(of(SET, command(made(), 189, "no", version(4)))).isEqualTo(ErrorScope.NONE);
        assertThat(of(SET, command(made(), 189, "no", version(5)))).isEqualTo(ErrorScope.NONE);
        assertThat(of(SET, command(made(), 189, "no", version(6)))).isNotEqualTo(ErrorScope.NONE);
        assertThat(of(SET, command(made(), 189, "no", new TopologyVersion(SERVICE, 1))))
                .isNotEqualTo(ErrorScope.NONE);
    }

    @Test
    void aConnectionThatWasClearedAlreadyHasNothingToSay() {
        for (ApplicationError error : List.of(
                network(made()),
                network(beingMade()),
                command(made(), 91, "bye", null),
                command(made(), 189, "", null))) {
            assertThat(ErrorScope.of(SET, error, GENERATION + 1)).isEqualTo(ErrorScope.NONE);
            assertThat(ErrorScope.of(BALANCED, error, GENERATION + 1)).isEqualTo(ErrorScope.NONE);
        }
    }

    @Test
    void aServerThatDoesNotBelongToThemAnyMoreHasNothingToSay() {
        assertThat(of(start("rs", "b"), network(made()))).isEqualTo(ErrorScope.NONE);
    }

    @Test
    void behindALoadBalancerOnlyTheServiceIsConcerned() {
        ErrorScope service = new ErrorScope(null, Clear.SERVICE, false, Check.AS_PLANNED);

        assertThat(of(BALANCED, network(ofService(true)))).isEqualTo(service);
        assertThat(of(BALANCED, network(ofService(false)))).isEqualTo(service);
        assertThat(of(BALANCED, timeout(ofService(false)))).isEqualTo(service);
        assertThat(of(BALANCED, command(ofService(true), 91, "bye", null))).isEqualTo(service);
        assertThat(of(BALANCED, command(ofService(false), 18, "Authentication failed.", null)))
                .isEqualTo(service);
        assertThat(of(BALANCED, command(ofService(true), 189, "", null))).isEqualTo(ErrorScope.NONE);
        assertThat(of(BALANCED, timeout(ofService(true)))).isEqualTo(ErrorScope.NONE);
    }

    @Test
    void beforeAServiceHasSaidWhichOneItIsNobodyIsConcerned() {
        assertThat(of(BALANCED, network(beingMade()))).isEqualTo(ErrorScope.NONE);
        assertThat(of(BALANCED, command(beingMade(), 91, "bye", null))).isEqualTo(ErrorScope.NONE);
    }

    @Test
    void aServerThatIsSilentToItsMonitorHoldsNobodyAnyLonger() {
        assertThat(check(SET, Kind.TIMEOUT)).isEqualTo(new ErrorScope(failed(), Clear.SERVER, true, Check.AT_ONCE));
        assertThat(check(SET, Kind.NETWORK)).isEqualTo(new ErrorScope(failed(), Clear.SERVER, false, Check.AT_ONCE));
        assertThat(check(SET, Kind.COMMAND)).isEqualTo(new ErrorScope(failed(), Clear.SERVER, false, Check.AS_PLANNED));
    }

    @Test
    void onlyAServerThatWasWellIsAskedOnceMore() {
        assertThat(check(start("rs", "a"), Kind.NETWORK).check()).isEqualTo(Check.AS_PLANNED);
        assertThat(check(start("rs", "b"), Kind.NETWORK)).isEqualTo(ErrorScope.NONE);
    }

    private static ErrorScope of(TopologyDescription topology, ApplicationError error) {
        return ErrorScope.of(topology, error, GENERATION);
    }

    private static ErrorScope check(TopologyDescription topology, Kind kind) {
        return ErrorScope.ofFailedCheck(topology, address("a"), "no answer", 7, kind);
    }

    private static ServerDescription failed() {
        return ServerDescription.failed(address("a"), "no answer", 7);
    }

    private static ServerDescription doubted(String error, @Nullable TopologyVersion version) {
        return ServerDescription.doubted(address("a"), error, version);
    }

    private static TopologyVersion version(int counter) {
        return new TopologyVersion(PROCESS, counter);
    }

    private static ErrorOrigin made() {
        return origin(MONGODB_8);
    }

    private static ErrorOrigin origin(int maxWireVersion) {
        return new ErrorOrigin(address("a"), null, GENERATION, maxWireVersion, true, false);
    }

    private static ErrorOrigin beingMade() {
        return new ErrorOrigin(address("a"), null, GENERATION, 0, false, false);
    }

    private static ErrorOrigin ofService(boolean made) {
        return new ErrorOrigin(address("a"), SERVICE, GENERATION, MONGODB_8, made, false);
    }

    private static ApplicationError network(ErrorOrigin origin) {
        return ApplicationError.network(origin, "reset by peer", Set.of());
    }

    private static ApplicationError timeout(ErrorOrigin origin) {
        return ApplicationError.timeout(origin, "no reply", Set.of());
    }

    private static ApplicationError command(
            ErrorOrigin origin, int code, String message, @Nullable TopologyVersion version) {
        return ApplicationError.command(origin, new CommandFailure(code, message, version), Set.of());
    }
}
