package io.github.mooring.client;

import static io.github.mooring.client.ClientFixture.doc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.DeleteOptions;
import io.github.mooring.api.FindOneAndDeleteOptions;
import io.github.mooring.api.FindOneAndReplaceOptions;
import io.github.mooring.api.FindOneAndUpdateOptions;
import io.github.mooring.api.MongoCommandException;
import io.github.mooring.api.MongoWriteConcernException;
import io.github.mooring.api.MongoWriteException;
import io.github.mooring.api.ReplaceOptions;
import io.github.mooring.api.ReturnDocument;
import io.github.mooring.api.UpdateOptions;
import io.github.mooring.api.UpdateResult;
import io.github.mooring.engines.EngineContract;
import io.github.mooring.testkit.server.FailCommand;
import java.util.List;
import org.bson.BsonInt32;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** update, replace, delete and findOneAndX: what changes, what comes back, which options matter. */
@EngineContract
class UpdateOperationsTest {
    private final ClientFixture client = ClientFixture.open();

    @BeforeEach
    void store() {
        client.notes()
                .insertMany(List.of(
                        doc("{_id: 1, n: 10, tag: 'a'}"),
                        doc("{_id: 2, n: 20, tag: 'a'}"),
                        doc("{_id: 3, n: 30, tag: 'b', marks: [1, 5, 9]}")));
        client.server.forgetRequests();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    private @Nullable Document stored(int id) {
        return client.notes().find(new Document("_id", id)).first();
    }

    @Test
    void updateOneChangesOneAndUpdateManyAll() {
        assertThat(client.notes().updateOne(doc("{tag: 'a'}"), doc("{$inc: {n: 1}}")))
                .isEqualTo(new UpdateResult(true, 1, 1, null));
        assertThat(client.notes().updateMany(doc("{tag: 'a'}"), doc("{$set: {n: 11}}")))
                .isEqualTo(new UpdateResult(true, 2, 1, null));
        assertThat(client.notes().updateMany(doc("{tag: 'none'}"), doc("{$set: {n: 0}}")))
                .isEqualTo(new UpdateResult(true, 0, 0, null));
        assertThat(stored(1)).containsEntry("n", 11);
        assertThat(stored(2)).containsEntry("n", 11);
    }

    @Test
    void anUpsertInsertsWhereNothingMatches() {
        var upsert = UpdateOptions.DEFAULTS.upsert(true);

        assertThat(client.notes().updateOne(doc("{_id: 9}"), doc("{$set: {n: 90}}"), upsert))
                .isEqualTo(new UpdateResult(true, 0, 0, new BsonInt32(9)));
        assertThat(client.notes().updateOne(doc("{_id: 9}"), doc("{$set: {n: 91}}"), upsert))
                .isEqualTo(new UpdateResult(true, 1, 1, null));
        assertThat(stored(9)).isEqualTo(doc("{_id: 9, n: 91}"));
    }

    @Test
    void arrayFiltersChooseTheElements() {
        client.notes()
                .updateOne(
                        doc("{_id: 3}"),
                        doc("{$set: {'marks.$[high]': 100}}"),
                        UpdateOptions.DEFAULTS.arrayFilters(List.of(doc("{high: {$gt: 4}}"))));

        assertThat(stored(3)).containsEntry("marks", List.of(1, 100, 100));
    }

    @Test
    void optionsWithoutAnEffectHereReachTheWire() {
        client.notes()
                .updateOne(
                        doc("{_id: 1}"),
                        doc("{$set: {n: 1}}"),
                        UpdateOptions.DEFAULTS.hint(doc("{_id: 1}")).comment("why"));
        client.notes()
                .deleteOne(
                        doc("{_id: 2}"),
                        DeleteOptions.DEFAULTS.hint(doc("{_id: 1}")).comment("so"));

        assertThat(client.sent("update").getString("comment").getValue()).isEqualTo("why");
        assertThat(client.sent("update").getArray("updates").get(0).asDocument())
                .containsEntry("hint", doc("{_id: 1}").toBsonDocument());
        assertThat(client.sent("delete").getString("comment").getValue()).isEqualTo("so");
        assertThat(client.sent("delete").getArray("deletes").get(0).asDocument())
                .containsEntry("hint", doc("{_id: 1}").toBsonDocument());
    }

    @Test
    void whatTheServerCannotDoIsRefusedByTheServerAndSentAsItWasGiven() {
        var german = doc("{locale: 'de'}");

        assertThatThrownBy(() -> client.notes()
                        .updateOne(doc("{}"), doc("{$set: {a: 1}}"), UpdateOptions.DEFAULTS.collation(german)))
                .hasMessageContaining("collation");
        assertThatThrownBy(() -> client.notes().find().collation(german).first())
                .isInstanceOf(MongoCommandException.class)
                .hasMessageContaining("collation");
        assertThat(client.sent("find")).containsEntry("collation", german.toBsonDocument());
    }

    @Test
    void replaceOneKeepsTheIdAndNothingElse() {
        assertThat(client.notes().replaceOne(doc("{n: 10}"), doc("{x: 1}")))
                .isEqualTo(new UpdateResult(true, 1, 1, null));
        assertThat(stored(1)).isEqualTo(doc("{_id: 1, x: 1}"));
        assertThat(client.notes().replaceOne(doc("{_id: 8}"), doc("{x: 8}")))
                .isEqualTo(new UpdateResult(true, 0, 0, null));
        assertThat(client.notes().replaceOne(doc("{_id: 8}"), doc("{x: 8}"), ReplaceOptions.DEFAULTS.upsert(true)))
                .isEqualTo(new UpdateResult(true, 0, 0, new BsonInt32(8)));
    }

    @Test
    void anotherIdInAReplacementIsTheServersToRefuse() {
        var e = catchThrowableOfType(
                MongoWriteException.class, () -> client.notes().replaceOne(doc("{_id: 1}"), doc("{_id: 2, x: 1}")));

        assertThat(e)
                .hasMessageStartingWith("update on app was refused by " + client.server.address() + " with error 66: ");
        assertThat(stored(1)).isEqualTo(doc("{_id: 1, n: 10, tag: 'a'}"));
        client.assertStillWorks();
    }

    @Test
    void deleteOneDeletesOneAndDeleteManyAll() {
        assertThat(client.notes().deleteOne(doc("{tag: 'a'}")).deletedCount()).isEqualTo(1);
        assertThat(client.notes().deleteMany(doc("{}")).deletedCount()).isEqualTo(2);
        assertThat(client.notes().deleteMany(doc("{}")).deletedCount()).isZero();
        assertThat(client.notes().deleteOne(doc("{}")).acknowledged()).isTrue();
    }

    @Test
    void findOneAndUpdateGivesTheDocumentBeforeOrAfter() {
        assertThat(client.notes().findOneAndUpdate(doc("{_id: 1}"), doc("{$inc: {n: 1}}")))
                .containsEntry("n", 10);
        assertThat(client.notes()
                        .findOneAndUpdate(
                                doc("{_id: 1}"),
                                doc("{$inc: {n: 1}}"),
                                FindOneAndUpdateOptions.DEFAULTS.returnDocument(ReturnDocument.AFTER)))
                .containsEntry("n", 12);
        assertThat(client.notes().findOneAndUpdate(doc("{_id: 7}"), doc("{$inc: {n: 1}}")))
                .isNull();
    }

    @Test
    void findOneAndUpdateSortsProjectsAndUpserts() {
        var highest = FindOneAndUpdateOptions.DEFAULTS.sort(doc("{n: -1}")).projection(doc("{n: 1}"));
        assertThat(client.notes().findOneAndUpdate(doc("{tag: 'a'}"), doc("{$set: {seen: true}}"), highest))
                .isEqualTo(doc("{_id: 2, n: 20}"));

        var upsert = FindOneAndUpdateOptions.DEFAULTS.upsert(true).returnDocument(ReturnDocument.AFTER);
        assertThat(client.notes().findOneAndUpdate(doc("{_id: 5}"), doc("{$set: {n: 5}}"), upsert))
                .isEqualTo(doc("{_id: 5, n: 5}"));

        var filtered = FindOneAndUpdateOptions.DEFAULTS
                .arrayFilters(List.of(doc("{m: 5}")))
                .returnDocument(ReturnDocument.AFTER);
        assertThat(client.notes().findOneAndUpdate(doc("{_id: 3}"), doc("{$set: {'marks.$[m]': 6}}"), filtered))
                .containsEntry("marks", List.of(1, 6, 9));
    }

    @Test
    void findOneAndReplaceReplaces() {
        assertThat(client.notes().findOneAndReplace(doc("{_id: 1}"), doc("{x: 1}")))
                .containsEntry("n", 10);
        assertThat(client.notes()
                        .findOneAndReplace(
                                doc("{_id: 2}"),
                                doc("{x: 2}"),
                                FindOneAndReplaceOptions.DEFAULTS.returnDocument(ReturnDocument.AFTER)))
                .isEqualTo(doc("{_id: 2, x: 2}"));
        assertThat(client.notes()
                        .findOneAndReplace(
                                doc("{_id: 6}"),
                                doc("{x: 6}"),
                                FindOneAndReplaceOptions.DEFAULTS.upsert(true).comment("why")))
                .isNull();
        assertThat(stored(6)).isEqualTo(doc("{_id: 6, x: 6}"));
        assertThat(client.sent("findAndModify").getString("comment").getValue()).isEqualTo("why");
    }

    @Test
    void findOneAndDeleteDeletesTheFirstInOrder() {
        var last = FindOneAndDeleteOptions.DEFAULTS.sort(doc("{_id: -1}"));

        assertThat(client.notes().findOneAndDelete(doc("{}"), last)).containsEntry("_id", 3);
        assertThat(client.notes().findOneAndDelete(doc("{_id: 3}"))).isNull();
        assertThat(client.notes().countDocuments(doc("{}"))).isEqualTo(2);
    }

    @Test
    void aWriteConcernErrorOfFindOneAndXIsReportedAlthoughItWasDone() {
        client.server.failCommand(
                FailCommand.on("findAndModify").writeConcernError(64, "waiting").build());

        assertThatThrownBy(() -> client.notes().findOneAndDelete(doc("{_id: 1}")))
                .isInstanceOf(MongoWriteConcernException.class)
                .hasMessageStartingWith("findAndModify on app was applied, but not with the write concern asked for: ");
        assertThat(stored(1)).isNull();
    }

    @Test
    void aRefusedUpdateNamesCodeAndServer() {
        var e = catchThrowableOfType(
                MongoWriteException.class,
                () -> client.notes().updateOne(doc("{_id: 1}"), doc("{$noSuchOperator: {a: 1}}")));

        assertThat(e.code()).isEqualTo(9);
        assertThat(e)
                .hasMessageStartingWith("update on app was refused by " + client.server.address() + " with error 9: ")
                .hasMessageContaining("$noSuchOperator");
        client.assertStillWorks();
    }
}
