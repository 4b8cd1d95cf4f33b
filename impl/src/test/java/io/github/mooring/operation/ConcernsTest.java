package io.github.mooring.operation;

import static io.github.mooring.operation.Messages.LIMITS;
import static io.github.mooring.operation.Messages.PLAIN;
import static io.github.mooring.operation.Messages.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.CountOptions;
import io.github.mooring.api.DeleteOptions;
import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.connection.ServerKind;
import io.github.mooring.session.SessionSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of command: which concerns it brings, and whether the mode of the session may send it to a secondary. */
class ConcernsTest {
    private static final MongoNamespace NOTES = new MongoNamespace("app", "notes");
    private static final Document FILTER = new Document("a", 1);
    private static final SessionSettings SETTINGS = PLAIN.withMode(Mode.EVENTUAL)
            .withReadConcern(ReadConcern.MAJORITY)
            .withWriteConcern(new WriteConcern("majority", true, Duration.ofMillis(90)));

    /** Something that the server is asked to do, under a name for reports. */
    record Kind(String name, Command<?> command) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Aggregate<Document> aggregate(Document... stages) {
        return new Aggregate<>("app", "notes", Codecs.document(), Aggregate.Pipeline.of(List.of(stages)));
    }

    static Stream<Kind> reads() {
        return Stream.of(
                new Kind("find", new Find<>(NOTES, Codecs.document(), Find.Query.of(FILTER))),
                new Kind("aggregate", aggregate(new Document("$match", FILTER))),
                new Kind("count documents", new CountDocuments(NOTES, FILTER, CountOptions.DEFAULTS)),
                new Kind("estimated count", new EstimatedCount(NOTES)),
                new Kind("distinct", new Distinct<>(NOTES, "a", FILTER, Codecs.document())));
    }

    static Stream<Kind> writes() {
        return Stream.of(
                new Kind("insert", insert()),
                new Kind("update", update()),
                new Kind("delete", new Delete(NOTES, FILTER, true, DeleteOptions.DEFAULTS)),
                new Kind("find and modify", findAndModify()),
                new Kind("create", new CreateCollection(NOTES)),
                new Kind("drop", new DropCollection(NOTES)),
                new Kind("drop database", new DropDatabase("app")));
    }

    static Stream<Kind> primaryOnly() {
        return Stream.concat(
                writes(),
                Stream.of(
                        new Kind("aggregate with $out", aggregate(new Document("$out", "copy"))),
                        new Kind("aggregate with $merge", aggregate(new Document("$merge", "copy"))),
                        new Kind("a command of the caller's", own("createUser")),
                        new Kind("a command nobody knows", own("somethingNew"))));
    }

    @ParameterizedTest
    @MethodSource("reads")
    @DisplayName("F28 every read brings the read concern and no write concern")
    void everyReadBringsTheReadConcern(Kind kind) {
        assertThat(sent(kind.command, SETTINGS, LIMITS))
                .containsEntry("readConcern", BsonDocument.parse("{level: 'majority'}"))
                .doesNotContainKey("writeConcern");
    }

    @ParameterizedTest
    @MethodSource("writes")
    @DisplayName("F28 every write brings the write concern and no read concern")
    void everyWriteBringsTheWriteConcern(Kind kind) {
        assertThat(sent(kind.command, SETTINGS, LIMITS))
                .containsEntry(
                        "writeConcern", BsonDocument.parse("{w: 'majority', j: true, wtimeout: {$numberLong: '90'}}"))
                .doesNotContainKey("readConcern");
    }

    @ParameterizedTest
    @MethodSource("reads")
    @DisplayName("F28 a concern that is taken back is not sent any more")
    void aConcernThatIsTakenBackIsNotSentAnyMore(Kind kind) {
        assertThat(sent(kind.command, SETTINGS.withReadConcern(ReadConcern.SERVER_DEFAULT), LIMITS))
                .doesNotContainKey("readConcern");
    }

    @ParameterizedTest
    @MethodSource("primaryOnly")
    @DisplayName("F31 what writes, or may write, goes to the primary in every mode")
    void whatWritesGoesToThePrimaryInEveryMode(Kind kind) {
        assertThat(kind.command.access().followsMode()).isFalse();
        for (Mode mode : Mode.values()) {
            assertThat(sent(
                            new CommandMessage<>(kind.command, SETTINGS.withMode(mode), false, false),
                            Messages.server(ServerKind.MONGOS)))
                    .as("in mode %s", mode)
                    .doesNotContainKey("$readPreference");
        }
    }

    @ParameterizedTest
    @MethodSource("reads")
    @DisplayName("F31 what only reads follows the mode of the session")
    void whatOnlyReadsFollowsTheMode(Kind kind) {
        assertThat(kind.command.access().followsMode()).isTrue();
        assertThat(sent(
                        new CommandMessage<>(kind.command, SETTINGS.withMode(Mode.SECONDARY), false, false),
                        Messages.server(ServerKind.MONGOS)))
                .containsEntry("$readPreference", BsonDocument.parse("{mode: 'secondary'}"));
    }

    private static Command<?> insert() {
        return new Insert<>(
                NOTES, Codecs.document(), List.of(new Document("_id", 1)), 0, new Insert.Settings(true, false, null));
    }

    private static Command<?> update() {
        return new Update(
                NOTES,
                FILTER,
                out -> out.document("u", new Document("$set", FILTER)),
                new Update.Settings(false, false, false, List.of(), null, null, null, null));
    }

    private static Command<?> findAndModify() {
        return new FindAndModify<>(
                NOTES,
                FILTER,
                out -> out.document("update", new Document("$set", FILTER)),
                new FindAndModify.Settings(
                        false, false, null, null, List.of(), false, null, null, null, null, Duration.ZERO),
                Codecs.document());
    }

    private static Command<?> own(String name) {
        return new RunCommand<>("app", new Document(name, 1), Codecs.document());
    }
}
