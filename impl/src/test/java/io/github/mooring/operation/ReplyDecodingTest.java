package io.github.mooring.operation;

import static io.github.mooring.operation.Messages.SERVER;
import static io.github.mooring.operation.Messages.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.DeleteOptions;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoCursorNotFoundException;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.MongoExecutionTimeoutException;
import io.github.mooring.api.MongoNamespace;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.MongoWriteException;
import io.github.mooring.wire.WireException;
import java.time.Duration;
import java.util.List;
import org.bson.BsonInt32;
import org.bson.BsonObjectId;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class ReplyDecodingTest {
    private static final MongoNamespace NOTES = new MongoNamespace("app", "notes");
    private static final Find<Document> FIND = new Find<>(NOTES, Codecs.document(), Find.Query.of(new Document()));
    private static final Delete DELETE = new Delete(NOTES, new Document(), true, DeleteOptions.DEFAULTS);

    /** What a document shall become. */
    public record Note(String text) {}

    @Test
    void aBatchHasItsDocumentsAndWhereToGoOn() {
        CursorBatch<Document> batch = answered(
                FIND, "{ok: 1, cursor: {id: {$numberLong: '9'}, ns: 'app.notes.deep', firstBatch: [{a: 1}, {a: 2}]}}");

        assertThat(batch)
                .isEqualTo(new CursorBatch<>(
                        9, "app", "notes.deep", SERVER, List.of(new Document("a", 1), new Document("a", 2)), null));
    }

    @Test
    void aReplyWithoutACursorIsNotOneToFind() {
        assertThatThrownBy(() -> answered(FIND, "{ok: 1}"))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("reply to find")
                .hasMessageContaining("cursor");
        assertThatThrownBy(() -> answered(FIND, "{ok: 1, cursor: {id: 0, ns: 'app.notes'}}"))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("cursor.firstBatch");
        assertThatThrownBy(() -> answered(FIND, "{ok: 1, cursor: {id: 0, firstBatch: []}}"))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("cursor.ns");
    }

    @Test
    void aDocumentThatDoesNotFitItsClassIsSaidToBeSo() {
        var find = new Find<>(NOTES, Codecs.of(Note.class), Find.Query.of(new Document()));

        assertThatThrownBy(() -> answered(find, "{ok: 1, cursor: {id: 0, ns: 'app.notes', firstBatch: [{text: 1}]}}")
                        .documents())
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageContaining("reply to find on app from db.example:27017 does not fit the class");
    }

    @Test
    void aFailedCommandCarriesCodeLabelsServerAndReply() {
        MongoCommandException e = catchThrowableOfType(
                MongoCommandException.class,
                () -> answered(
                        FIND,
                        "{ok: 0, errmsg: 'not primary', code: 10107, codeName: 'NotWritablePrimary',"
                                + " errorLabels: ['RetryableWriteError']}"));

        assertThat(e)
                .hasMessage(
                        "find on app failed at db.example:27017 with error 10107 (NotWritablePrimary): not primary");
        assertThat(e.code()).isEqualTo(10107);
        assertThat(e.codeName()).isEqualTo("NotWritablePrimary");
        assertThat(e.hasErrorLabel("RetryableWriteError")).isTrue();
        assertThat(e.server()).contains(SERVER);
        assertThat(e.bytesSent()).isTrue();
        assertThat(e.commandName()).isEqualTo("find");
        assertThat(e.response()).contains("\"codeName\": \"NotWritablePrimary\"");
    }

    @Test
    void aLostCursorAndAnExpiredTimeHaveExceptionsOfTheirOwn() {
        assertThatThrownBy(() -> answered(FIND, "{ok: 0, errmsg: 'gone', code: 43}"))
                .isInstanceOf(MongoCursorNotFoundException.class);
        assertThatThrownBy(() -> answered(FIND, "{ok: 0, errmsg: 'slow', code: 50}"))
                .isInstanceOf(MongoExecutionTimeoutException.class);
    }

    @Test
    void aRefusedWriteIsAnExceptionWithItsDetails() {
        WriteOutcome outcome = answered(
                DELETE,
                "{ok: 1, n: 0, writeErrors: [{index: 0, code: 11000, errmsg: 'dup', errInfo: {why: 'unique'}}]}");

        MongoWriteException e = catchThrowableOfType(MongoWriteException.class, outcome::orThrow);
        assertThat(e).hasMessage("delete on app was refused by db.example:27017 with error 11000: dup");
        assertThat(e.isDuplicateKey()).isTrue();
        assertThat(e.error().details()).isEqualTo("{\"why\": \"unique\"}");
    }

    @Test
    void aWriteWithoutTheDurabilityAskedForIsAnExceptionOfItsOwn() {
        WriteOutcome outcome = answered(
                DELETE,
                "{ok: 1, n: 1, writeConcernError: {code: 64, codeName: 'WriteConcernTimeout', errmsg: 'waiting'}}");

        MongoWriteConcernException e = catchThrowableOfType(MongoWriteConcernException.class, outcome::orThrow);
        assertThat(e)
                .hasMessage("delete on app was applied, but not with the write concern asked for:"
                        + " db.example:27017 reports error 64 (WriteConcernTimeout): waiting");
        assertThat(e.code()).isEqualTo(64);
    }

    @Test
    void anUpsertTellsTheIdOfTheDocumentItMade() {
        WriteOutcome outcome = answered(
                DELETE, "{ok: 1, n: 1, nModified: 0, upserted: [{index: 0, _id: {$oid: '656565656565656565656565'}}]}");

        assertThat(outcome.upsertedId()).isEqualTo(new BsonObjectId(new ObjectId("656565656565656565656565")));
    }

    @Test
    void findAndModifyGivesTheDocumentOrNothing() {
        var command = new FindAndModify<>(
                NOTES,
                new Document(),
                out -> out.bool("remove", true),
                new FindAndModify.Settings(
                        false, false, null, null, List.of(), false, null, null, null, null, Duration.ZERO),
                Codecs.document());

        assertThat(answered(command, "{ok: 1, value: {a: 1}}")).contains(new Document("a", 1));
        assertThat(answered(command, "{ok: 1, value: null}")).isEmpty();
        assertThat(answered(command, "{ok: 1}")).isEmpty();
    }

    @Test
    void distinctValuesMayHaveAnyType() {
        var values = new Distinct<>(NOTES, "a", new Document(), Codecs.of(BsonValue.class));
        var numbers = new Distinct<>(NOTES, "a", new Document(), Codecs.of(Integer.class));

        assertThat(answered(values, "{ok: 1, values: [1, 'two', null]}"))
                .hasSize(3)
                .first()
                .isEqualTo(new BsonInt32(1));
        assertThat(answered(numbers, "{ok: 1, values: [1, 2]}")).containsExactly(1, 2);
        assertThatThrownBy(() -> answered(numbers, "{ok: 1, values: ['one']}"))
                .isInstanceOf(MongoDocumentException.class);
    }

    @Test
    void thePingTellsHowLongItTook() {
        assertThat(answered(new Ping(), "{ok: 1}")).isEqualTo(Duration.ofMillis(3));
    }

    @Test
    void numbersMayComeAsAnyNumericType() {
        assertThat(answered(new EstimatedCount(NOTES), "{ok: {$numberLong: '1'}, n: 5.0}"))
                .isEqualTo(5);
    }

    @Test
    void aClassWithoutACodecIsNamed() {
        assertThatThrownBy(() -> Codecs.of(StringBuilder.class))
                .isInstanceOf(MongoDocumentException.class)
                .hasMessageStartingWith("no codec for java.lang.StringBuilder");
    }
}
