package io.github.mooring.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoNamespace;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class FindOneTest {
    private static final MongoNamespace NOTES = new MongoNamespace("app", "notes");

    @Test
    void itTravelsAsAFindDoes() {
        var query = Find.Query.of(new Document("_id", 1));
        var find = new Find<>(NOTES, Codecs.document(), query);
        var one = new FindOne<>(NOTES, Codecs.document(), query);

        assertThat(one.name()).isEqualTo(find.name());
        assertThat(one.databaseName()).isEqualTo(find.databaseName());
        assertThat(one.access()).isEqualTo(find.access());
        assertThat(one.isHarmless()).isEqualTo(find.isHarmless());
        assertThat(one.mayShare())
                .as("it may join others on a connection")
                .isEqualTo(find.mayShare())
                .isTrue();
    }
}
