package io.github.mooring.operation;

import static io.github.mooring.operation.Messages.LIMITS;
import static io.github.mooring.operation.Messages.PLAIN;
import static io.github.mooring.operation.Messages.SERVER;
import static io.github.mooring.operation.Messages.plain;
import static io.github.mooring.operation.Messages.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.DeleteOptions;
import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.connection.ServerKind;
import io.github.mooring.wire.OpMsg;
import io.github.mooring.wire.WireBuffer;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandEncodingTest {
    private static final MongoNamespace NOTES = new MongoNamespace("app", "notes");
    private static final ConnectionDescription MEMBER = Messages.server(ServerKind.SECONDARY);
    private static final Document FILTER = new Document("a", 1);

    private static BsonDocument json(String json) {
        return BsonDocument.parse(json);
    }

    @Test
    void aPlainFindSaysNoMoreThanItHasTo() {
        var find = new Find<>(NOTES, Codecs.document(), Find.Query.of(FILTER));

        assertThat(sent(find)).isEqualTo(json("{find: 'notes', filter: {a: 1}, $db: 'app'}"));
    }

    @Test
    void everyFindOptionReachesTheWire() {
        var shape = new Find.Shape(
                new Document("s", -1),
                new Document("p", 1),
                3,
                10,
                true,
                new ReadOptions(
                        4, new Document("a", 1), new Document("locale", "de"), "why", Duration.ofMillis(250), true));

        assertThat(sent(new Find<>(NOTES, Codecs.document(), new Find.Query(FILTER, shape))))
                .isEqualTo(json("{find: 'notes', filter: {a: 1}, sort: {s: -1}, projection: {p: 1}, hint: {a: 1},"
                        + " skip: {$numberLong: '3'}, limit: {$numberLong: '10'}, batchSize: {$numberLong: '4'},"
                        + " comment: 'why', maxTimeMS: {$numberLong: '250'}, collation: {locale: 'de'},"
                        + " noCursorTimeout: true, allowDiskUse: true, $db: 'app'}"));
    }

    @Test
    void firstAsksForOneDocumentInOneBatch() {
        var query = Find.Query.of(FILTER)
                .with(ReadOptions.DEFAULTS.withBatchSize(50))
                .withNoCursorTimeout(true)
                .withLimit(9);

        assertThat(sent(new FindOne<>(NOTES, Codecs.document(), query)))
                .isEqualTo(json(
                        "{find: 'notes', filter: {a: 1}, limit: {$numberLong: '1'}, singleBatch: true, $db: 'app'}"));
    }

    @Test
    void aLimitThatEqualsTheBatchSizeAsksForOneMoreSoThatTheServerClosesTheCursor() {
        var query = Find.Query.of(FILTER)
                .with(ReadOptions.DEFAULTS.withBatchSize(5))
                .withLimit(5);

        assertThat(sent(new Find<>(NOTES, Codecs.document(), query))
                        .getInt64("batchSize")
                        .getValue())
                .isEqualTo(6);
    }

    @Test
    void aFractionOfAMillisecondIsNotSentAsNoLimit() {
        var query = Find.Query.of(FILTER).with(ReadOptions.DEFAULTS.withMaxTime(Duration.ofNanos(1)));

        assertThat(sent(new Find<>(NOTES, Codecs.document(), query))
                        .getInt64("maxTimeMS")
                        .getValue())
                .isEqualTo(1);
    }

    @Test
    void readsTakeTheReadConcernAndWritesTheWriteConcern() {
        var settings = PLAIN.withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(new WriteConcern("majority", true, Duration.ofMillis(90)));
        var find = new Find<>(NOTES, Codecs.document(), Find.Query.of(FILTER));
        var delete = new Delete(NOTES, FILTER, true, DeleteOptions.DEFAULTS);

        assertThat(sent(find, settings, LIMITS))
                .containsEntry("readConcern", json("{level: 'majority'}"))
                .doesNotContainKey("writeConcern");
        assertThat(sent(delete, settings, LIMITS))
                .containsEntry("writeConcern", json("{w: 'majority', j: true, wtimeout: {$numberLong: '90'}}"))
                .doesNotContainKey("readConcern");
    }

    @Test
    void aNumericWriteConcernIsSentAsANumber() {
        var delete = new Delete(NOTES, FILTER, true, DeleteOptions.DEFAULTS);

        assertThat(sent(delete, PLAIN.withWriteConcern(WriteConcern.W1), LIMITS))
                .containsEntry("writeConcern", json("{w: 1}"));
    }

    @ParameterizedTest
    @CsvSource({
        "STANDALONE, NEAREST, false,",
        "PRIMARY,    STRONG,  false,",
        "PRIMARY,    STRONG,  true,  primaryPreferred",
        "SECONDARY,  STRONG,  true,  primaryPreferred",
        "SECONDARY,  NEAREST, true,  nearest",
        "SECONDARY,  NEAREST, false, nearest",
        "MONGOS,     STRONG,  true,",
        "MONGOS,     NEAREST, false, nearest"
    })
    void theReadPreferenceIsSentAsTheKindOfServerAsksForIt(
            ServerKind kind, Mode mode, boolean direct, @Nullable String expected) {
        var find = new Find<>(NOTES, Codecs.document(), Find.Query.of(FILTER));

        BsonDocument message =
                sent(new CommandMessage<>(find, PLAIN.withMode(mode), false, direct), Messages.server(kind));

        if (expected == null) {
            assertThat(message).doesNotContainKey("$readPreference");
        } else {
            assertThat(message).containsEntry("$readPreference", json("{mode: '" + expected + "'}"));
        }
    }

    @Test
    void writesCarryNoReadPreference() {
        var delete = new Delete(NOTES, FILTER, true, DeleteOptions.DEFAULTS);

        assertThat(sent(new CommandMessage<>(delete, PLAIN.withMode(Mode.NEAREST), false, true), MEMBER))
                .doesNotContainKey("$readPreference");
    }

    @Test
    @DisplayName("F31 a command of the caller's may run on a secondary only where the connection is direct")
    void aCommandOfTheCallersMayRunOnASecondaryOnlyWhereTheConnectionIsDirect() {
        var own = new RunCommand<>("app", new Document("ping", 1), Codecs.document());

        assertThat(sent(new CommandMessage<>(own, PLAIN.withMode(Mode.NEAREST), false, false), MEMBER))
                .doesNotContainKey("$readPreference");
        assertThat(sent(new CommandMessage<>(own, PLAIN.withMode(Mode.NEAREST), false, true), MEMBER))
                .containsEntry("$readPreference", json("{mode: 'primaryPreferred'}"));
    }

    @Test
    void aMonotonicSessionThatHasWrittenReadsFromThePrimary() {
        var find = new Find<>(NOTES, Codecs.document(), Find.Query.of(FILTER));

        assertThat(sent(new CommandMessage<>(find, PLAIN.withMode(Mode.MONOTONIC), true, false), MEMBER))
                .doesNotContainKey("$readPreference");
    }

    @Test
    void anUpdateGoesAsADocumentSequence() {
        var update = new Update(
                NOTES,
                FILTER,
                out -> out.document("u", new Document("$set", new Document("b", 2))),
                new Update.Settings(
                        true,
                        true,
                        true,
                        List.of(new Document("x.y", 1)),
                        new Document("a", 1),
                        new Document("locale", "fr"),
                        new Document("v", 1),
                        "why"));

        OpMsg message = Messages.message(plain(update), LIMITS);

        assertThat(message.sequences())
                .singleElement()
                .satisfies(s -> assertThat(s.identifier()).isEqualTo("updates"));
        assertThat(sent(update))
                .isEqualTo(json("{update: 'notes', bypassDocumentValidation: true, let: {v: 1}, comment: 'why',"
                        + " $db: 'app', updates: [{q: {a: 1}, u: {$set: {b: 2}}, multi: true, upsert: true,"
                        + " arrayFilters: [{'x.y': 1}], hint: {a: 1}, collation: {locale: 'fr'}}]}"));
    }

    @Test
    void aDeleteOfOneSaysLimitOneAndADeleteOfAllLimitZero() {
        assertThat(sent(new Delete(NOTES, FILTER, true, DeleteOptions.DEFAULTS)))
                .isEqualTo(json("{delete: 'notes', $db: 'app', deletes: [{q: {a: 1}, limit: 1}]}"));
        assertThat(sent(new Delete(NOTES, FILTER, false, DeleteOptions.DEFAULTS)))
                .isEqualTo(json("{delete: 'notes', $db: 'app', deletes: [{q: {a: 1}, limit: 0}]}"));
    }

    @Test
    void anUnacknowledgedWriteSaysSoInItsConcern() {
        var delete = new Delete(NOTES, FILTER, true, DeleteOptions.DEFAULTS);

        assertThat(delete.mayGoUnanswered()).isTrue();
        assertThat(sent(delete, PLAIN.withWriteConcern(WriteConcern.UNACKNOWLEDGED), LIMITS))
                .containsEntry("writeConcern", json("{w: 0}"));
    }

    @Test
    void everyFindAndModifyOptionReachesTheWire() {
        var command = new FindAndModify<>(
                NOTES,
                FILTER,
                out -> out.document("update", new Document("$inc", new Document("n", 1))),
                new FindAndModify.Settings(
                        true,
                        true,
                        new Document("s", 1),
                        new Document("p", 1),
                        List.of(new Document("x.y", 1)),
                        true,
                        new Document("a", 1),
                        new Document("locale", "it"),
                        new Document("v", 1),
                        "why",
                        Duration.ofSeconds(2)),
                Codecs.document());

        assertThat(sent(command))
                .isEqualTo(
                        json("{findAndModify: 'notes', query: {a: 1}, update: {$inc: {n: 1}}, new: true, upsert: true,"
                                + " sort: {s: 1}, fields: {p: 1}, arrayFilters: [{'x.y': 1}], bypassDocumentValidation: true,"
                                + " hint: {a: 1}, collation: {locale: 'it'}, let: {v: 1}, comment: 'why',"
                                + " maxTimeMS: {$numberLong: '2000'}, $db: 'app'}"));
    }

    @Test
    void everyAggregateOptionReachesTheWire() {
        var pipeline = new Aggregate.Pipeline(
                List.of(new Document("$match", FILTER)),
                new Document("v", 1),
                new ReadOptions(
                        5, new Document("a", 1), new Document("locale", "es"), "why", Duration.ofSeconds(1), true));

        assertThat(sent(new Aggregate<>("app", "notes", Codecs.document(), pipeline)))
                .isEqualTo(json(
                        "{aggregate: 'notes', pipeline: [{$match: {a: 1}}], cursor: {batchSize: {$numberLong: '5'}},"
                                + " allowDiskUse: true, hint: {a: 1}, collation: {locale: 'es'}, let: {v: 1}, comment: 'why',"
                                + " maxTimeMS: {$numberLong: '1000'}, $db: 'app'}"));
    }

    @Test
    void anAggregationThatStoresGoesToThePrimaryWithBothConcerns() {
        var storing = Aggregate.Pipeline.of(List.of(new Document("$match", FILTER), new Document("$out", "copy")))
                .with(ReadOptions.DEFAULTS.withBatchSize(9));
        var command = new Aggregate<>("app", "notes", Codecs.document(), storing);

        assertThat(command.access()).isEqualTo(Access.READ_WRITE);
        assertThat(sent(command)).containsEntry("cursor", new BsonDocument());
        assertThat(new Aggregate<>("app", "notes", Codecs.document(), Aggregate.Pipeline.of(List.of())).access())
                .isEqualTo(Access.READ);
    }

    @Test
    void aPipelineOnTheDatabaseItselfNamesNoCollection() {
        var command = new Aggregate<>("app", null, Codecs.document(), Aggregate.Pipeline.of(List.of()));

        assertThat(sent(command)).isEqualTo(json("{aggregate: 1, pipeline: [], cursor: {}, $db: 'app'}"));
    }

    @Test
    void aGetMoreRepeatsTheCommentToServersThatKnowItThere() {
        var getMore = new GetMore<>(SERVER, 77, "app", "notes", 0, "why", Codecs.document());

        assertThat(sent(getMore, PLAIN, Messages.speaking(9)))
                .isEqualTo(json("{getMore: {$numberLong: '77'}, collection: 'notes', comment: 'why', $db: 'app'}"));
        assertThat(sent(getMore, PLAIN, Messages.speaking(8))).doesNotContainKey("comment");
    }

    @Test
    void theSmallCommandsAreWrittenAsTheServerKnowsThem() {
        assertThat(sent(new GetMore<>(SERVER, 77, "app", "notes", 3, null, Codecs.document())))
                .isEqualTo(
                        json(
                                "{getMore: {$numberLong: '77'}, collection: 'notes', batchSize: {$numberLong: '3'}, $db: 'app'}"));
        assertThat(sent(new KillCursors(SERVER, "app", "notes", 77)))
                .isEqualTo(json("{killCursors: 'notes', cursors: [{$numberLong: '77'}], $db: 'app'}"));
        assertThat(sent(new Distinct<>(NOTES, "a", FILTER, Codecs.document())))
                .isEqualTo(json("{distinct: 'notes', key: 'a', query: {a: 1}, $db: 'app'}"));
        assertThat(sent(new EstimatedCount(NOTES))).isEqualTo(json("{count: 'notes', $db: 'app'}"));
        assertThat(sent(new CreateCollection(NOTES))).isEqualTo(json("{create: 'notes', $db: 'app'}"));
        assertThat(sent(new DropCollection(NOTES))).isEqualTo(json("{drop: 'notes', $db: 'app'}"));
        assertThat(sent(new DropDatabase("app"))).isEqualTo(json("{dropDatabase: 1, $db: 'app'}"));
        assertThat(sent(new ListCollections("app", true)))
                .isEqualTo(json("{listCollections: 1, cursor: {}, nameOnly: true, $db: 'app'}"));
        assertThat(sent(new ListDatabases(true))).isEqualTo(json("{listDatabases: 1, nameOnly: true, $db: 'admin'}"));
        assertThat(sent(new Ping())).isEqualTo(json("{ping: 1, $db: 'admin'}"));
    }

    @Test
    void aCommandOfTheCallersOwnIsSentAsItIsWithItsDatabase() {
        var command = new RunCommand<>(
                "app", json("{buildInfo: 1, deep: {x: [1, 'two', null]}, when: {$date: 0}}"), Codecs.document());

        assertThat(sent(command))
                .isEqualTo(json("{buildInfo: 1, deep: {x: [1, 'two', null]}, when: {$date: 0}, $db: 'app'}"));
        assertThat(command.name()).isEqualTo("buildInfo");
    }

    @Test
    void aCommandThatIsEmptyOrChoosesItsOwnDatabaseIsRefused() {
        assertThatThrownBy(() -> new RunCommand<>("app", new Document(), Codecs.document()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("command is empty; its first key has to be the command's name");
        assertThatThrownBy(() -> new RunCommand<>("app", new Document("ping", 1).append("$db", "x"), Codecs.document()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("command brings a $db of its own; choose the database with getDatabase");
    }

    @Test
    void negativeNumbersAreRefusedByName() {
        Find.Query query = Find.Query.of(FILTER);
        assertThatThrownBy(() -> query.withSkip(-1)).hasMessage("skip is -1, allowed is 0 or more");
        assertThatThrownBy(() -> query.withLimit(-2)).hasMessage("limit is -2, allowed is 0 or more");
        assertThatThrownBy(() -> ReadOptions.DEFAULTS.withBatchSize(-3))
                .hasMessage("batchSize is -3, allowed is 0 or more");
        assertThatThrownBy(() -> ReadOptions.DEFAULTS.withMaxTime(Duration.ofMillis(-4)))
                .hasMessage("maxTime is -4 ms, allowed is 0 or more");
    }

    @Test
    void anUpdateWithoutOperatorsIsRefused() {
        assertThatThrownBy(() -> Checks.update(new Document()))
                .hasMessage("update is empty; give at least one operator, such as $set");
        assertThatThrownBy(() -> Checks.update(new Document("a", 1)))
                .hasMessageContaining("update begins with 'a', which is not an operator");
        assertThatNoException().isThrownBy(() -> Checks.update(new Document("$set", FILTER)));
    }

    @Test
    void aFilterThatCannotBeEncodedIsNamedByItsCommand() {
        var find = new Find<>(NOTES, Codecs.document(), Find.Query.of(new Document("a", new Thread())));

        assertThatThrownBy(() -> Messages.write(plain(find), LIMITS, new WireBuffer()))
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageStartingWith("find on app cannot be sent: ")
                .hasMessageContaining("java.lang.Thread");
    }
}
