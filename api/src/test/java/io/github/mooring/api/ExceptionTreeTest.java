package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree is closed, every type in it can be told apart and sent elsewhere, and says where it happened. */
class ExceptionTreeTest {
    private static final ErrorContext CONTEXT = ErrorContext.sent(new ServerAddress("db.example.com", 27018))
            .withCode(11_000, "DuplicateKey", Set.of("RetryableWriteError", "Other"));
    private static final WriteError WRITE_ERROR = new WriteError(3, 11_000, "E11000 duplicate key", "{\"a\": 1}");

    static Stream<MongoException> samples() {
        Throwable cause = new IOException("reset by peer");
        return Stream.of(
                new MongoConfigurationException("m", cause),
                new MongoClosedException("m", CONTEXT, cause),
                new MongoDocumentException("m", CONTEXT, cause),
                new MongoInterruptedException("m", CONTEXT, cause),
                new MongoProtocolException("m", CONTEXT, cause),
                new MongoSecurityException("m", CONTEXT, cause),
                new MongoSessionStateLostException(
                        MongoSessionStateLostException.State.MONOTONIC_POSITION, "m", CONTEXT, cause),
                new MongoSocketException("m", CONTEXT, cause),
                new MongoConnectException("m", CONTEXT, cause),
                new MongoWaitQueueTimeoutException("m", CONTEXT, cause),
                new MongoServerSelectionTimeoutException("m", CONTEXT, cause),
                new MongoOperationTimeoutException("m", CONTEXT, cause),
                new MongoTransactionException("m", CONTEXT, cause),
                new MongoTransactionAbortedException("m", CONTEXT, cause),
                new MongoCommitUnknownException("m", CONTEXT, cause),
                new MongoCommandException("find", "m", CONTEXT, "{\"ok\": 0.0}"),
                new MongoCursorNotFoundException("getMore", "m", CONTEXT, "{\"ok\": 0.0}"),
                new MongoExecutionTimeoutException("find", "m", CONTEXT, "{\"ok\": 0.0}"),
                new MongoWriteException("m", CONTEXT, WRITE_ERROR),
                new MongoWriteConcernException("m", CONTEXT, "{}"),
                new MongoBulkWriteException("m", CONTEXT, List.of(WRITE_ERROR), Set.of(0, 1)));
    }

    @Test
    void everyTypeIsSealedOrFinal() {
        List<Class<?>> tree = new ArrayList<>();
        collect(MongoException.class, tree);

        assertThat(tree).allMatch(type -> type.isSealed() || Modifier.isFinal(type.getModifiers()));
        assertThat(tree).allMatch(type -> type.getSimpleName().matches("Mongo[A-Za-z]*Exception"));
    }

    @Test
    void theSamplesHereAreAllTypesThatCanBeThrown() {
        List<Class<?>> tree = new ArrayList<>();
        collect(MongoException.class, tree);
        tree.removeIf(type -> Modifier.isAbstract(type.getModifiers()));

        assertThat(samples().map(Object::getClass)).containsExactlyInAnyOrderElementsOf(tree);
    }

    private static void collect(Class<?> type, List<Class<?>> tree) {
        tree.add(type);
        if (type.isSealed()) {
            for (Class<?> subtype : type.getPermittedSubclasses()) {
                collect(subtype, tree);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void survivesSerialisation(MongoException original) throws Exception {
        MongoException copy = roundTrip(original);

        assertThat(copy).hasSameClassAs(original).hasMessage("m").isNotSameAs(original);
        assertThat(copy.context()).isEqualTo(original.context());
        assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
        if (original.getCause() == null) {
            assertThat(copy).hasNoCause();
        } else {
            assertThat(copy).cause().isInstanceOf(IOException.class).hasMessage("reset by peer");
        }
        assertThat(copy).usingRecursiveComparison().ignoringFields("cause").isEqualTo(original);
    }

    @Test
    void whatOnlySomeTypesHoldSurvivesSerialisation() throws Exception {
        MongoCommandException command = roundTrip(new MongoCommandException("find", "m", CONTEXT, "{\"ok\": 0.0}"));
        assertThat(command.commandName()).isEqualTo("find");
        assertThat(command.response()).isEqualTo("{\"ok\": 0.0}");

        assertThat(roundTrip(new MongoSessionStateLostException(
                                MongoSessionStateLostException.State.REQUEST, "m", CONTEXT, null))
                        .lost())
                .isEqualTo(MongoSessionStateLostException.State.REQUEST);

        assertThat(roundTrip(new MongoWriteException("m", CONTEXT, WRITE_ERROR)).error())
                .isEqualTo(WRITE_ERROR);

        MongoBulkWriteException bulk =
                roundTrip(new MongoBulkWriteException("m", CONTEXT, List.of(WRITE_ERROR), Set.of(0, 1)));
        assertThat(bulk.errors()).containsExactly(WRITE_ERROR);
        assertThat(bulk.insertedIndexes()).containsExactlyInAnyOrder(0, 1);
    }

    @Test
    void howFarAnInsertHadComeSurvivesSerialisationAndWhatIsAddedToTheContext() throws Exception {
        PartialInsert done = new PartialInsert(5, 2, true, Set.of(0), List.of(WRITE_ERROR));
        ErrorContext context = ErrorContext.unsent(new ServerAddress("h", 1))
                .withHarmless(true)
                .withPartialInsert(done)
                .withCode(1, "x", Set.of())
                .withHarmless(true)
                .withHarmless(false);

        MongoException error = roundTrip(failed(context));
        assertThat(error.partialInsert()).contains(done);
        assertThat(error.bytesSent()).isTrue();
        assertThat(error.isSafeToRepeat()).isFalse();
        assertThat(failed(CONTEXT).partialInsert()).isEmpty();
    }

    @Test
    void anInsertThatSettledNothingOrAllDidNotFailInBetween() {
        for (int settled : new int[] {-1, 0, 5, 6}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PartialInsert(5, settled, false, Set.of(), List.of()))
                    .withMessage("settled is " + settled + ", allowed is 1 to documents - 1, which is 4");
        }
        assertThat(new PartialInsert(5, 4, false, Set.of(), List.of()).settled())
                .isEqualTo(4);
    }

    @SuppressWarnings("unchecked") // what comes back is what went in
    private static <T extends Serializable> T roundTrip(T original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
    }

    @Test
    void tellsWhereItHappenedAndWhatTheServerSaid() {
        Throwable cause = new IOException("reset by peer");
        MongoSocketException error = new MongoSocketException("m", CONTEXT, cause);

        assertThat(error.server()).contains(new ServerAddress("db.example.com", 27018));
        assertThat(error.code()).isEqualTo(11_000);
        assertThat(error.codeName()).isEqualTo("DuplicateKey");
        assertThat(error.errorLabels()).containsExactlyInAnyOrder("RetryableWriteError", "Other");
        assertThat(error.hasErrorLabel("Other")).isTrue();
        assertThat(error.hasErrorLabel("other")).isFalse();
        assertThat(error.bytesSent()).isTrue();
        assertThat(error).hasCause(cause);
    }

    @Test
    void aConfigurationErrorHappensNowhere() {
        MongoConfigurationException error = new MongoConfigurationException("m");

        assertThat(error.context()).isEqualTo(ErrorContext.NONE);
        assertThat(error.server()).isEmpty();
        assertThat(error.code()).isZero();
        assertThat(error.codeName()).isEmpty();
        assertThat(error.errorLabels()).isEmpty();
        assertThat(error.bytesSent()).isFalse();
        assertThat(error).hasNoCause();
    }

    @Test
    void contextsSayWhetherBytesWereSent() {
        ServerAddress server = new ServerAddress("h", 1);

        assertThat(ErrorContext.unsent(server)).isEqualTo(new ErrorContext(server, 0, "", Set.of(), false));
        assertThat(ErrorContext.sent(server)).isEqualTo(new ErrorContext(server, 0, "", Set.of(), true));
        assertThat(ErrorContext.unsent(server).withCode(1, "x", Set.of("l")).bytesSent())
                .isFalse();
        assertThat(ErrorContext.sent(server).withCode(1, "x", Set.of("l")).bytesSent())
                .isTrue();
    }

    @Test
    void whatWasNotSentOrOnlyReadsIsSafeToRepeat() {
        ServerAddress server = new ServerAddress("h", 1);
        ErrorContext read = ErrorContext.sent(server).withHarmless(true);

        assertThat(failed(ErrorContext.unsent(server)).isSafeToRepeat()).isTrue();
        assertThat(failed(ErrorContext.sent(server)).isSafeToRepeat()).isFalse();
        assertThat(failed(read).isSafeToRepeat()).isTrue();
        assertThat(failed(read.withCode(1, "x", Set.of())).isSafeToRepeat()).isTrue();
        assertThat(failed(read.withHarmless(false)).isSafeToRepeat()).isFalse();
    }

    private static MongoException failed(ErrorContext context) {
        return new MongoSocketException("m", context, null);
    }

    @Test
    void labelsAndListsAreCopied() {
        Set<String> labels = new HashSet<>(Set.of("a"));
        List<WriteError> errors = new ArrayList<>(List.of(WRITE_ERROR));
        Set<Integer> inserted = new HashSet<>(Set.of(1));
        ErrorContext context = new ErrorContext(null, 0, "", labels, false);
        MongoBulkWriteException error = new MongoBulkWriteException("m", context, errors, inserted);
        PartialInsert done = new PartialInsert(5, 2, true, inserted, errors);

        labels.clear();
        errors.clear();
        inserted.clear();
        assertThat(error.errorLabels()).containsExactly("a");
        assertThat(error.errors()).containsExactly(WRITE_ERROR);
        assertThat(error.insertedIndexes()).containsExactly(1);
        assertThat(done.errors()).containsExactly(WRITE_ERROR);
        assertThat(done.insertedIndexes()).containsExactly(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {11_000, 11_001, 12_582})
    void duplicateKeysHaveThreeCodes(int code) {
        assertThat(new WriteError(0, code, "m", "").isDuplicateKey()).isTrue();
        assertThat(withCode(code).isDuplicateKey()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 121, 10_999, 11_002, 12_581, 12_583})
    void otherCodesAreNoDuplicateKeys(int code) {
        assertThat(new WriteError(0, code, "m", "").isDuplicateKey()).isFalse();
        assertThat(withCode(code).isDuplicateKey()).isFalse();
    }

    private static MongoServerException withCode(int code) {
        return new MongoWriteConcernException("m", ErrorContext.NONE.withCode(code, "", Set.of()), "{}");
    }

    @Test
    @SuppressWarnings("NullAway") // the caller's mistake is what is tested
    void nullIsRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> new MongoClosedException("m", null, null))
                .withMessage("context");
        assertThatNullPointerException()
                .isThrownBy(() -> new WriteError(0, 0, null, ""))
                .withMessage("message");
        assertThatNullPointerException()
                .isThrownBy(() -> new WriteError(0, 0, "", null))
                .withMessage("details");
        assertThatNullPointerException()
                .isThrownBy(() -> new ErrorContext(null, 0, null, Set.of(), false))
                .withMessage("codeName");
        assertThatNullPointerException()
                .isThrownBy(() -> ErrorContext.sent(null))
                .withMessage("server");
        assertThatNullPointerException()
                .isThrownBy(() -> ErrorContext.unsent(null))
                .withMessage("server");
    }
}
