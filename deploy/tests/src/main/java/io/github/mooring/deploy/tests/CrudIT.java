package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJB;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Documents and records, to the server and back, out of an EJB. */
@ExtendWith(ArquillianExtension.class)
public class CrudIT {
    private final String collection = "mooring_it_" + new ObjectId();

    @EJB
    private Memos memos;

    /** What is deployed. */
    @Deployment
    public static WebArchive application() {
        return Application.war(CrudIT.class, Memos.class, Memo.class);
    }

    @AfterEach
    void dropCollection() {
        memos.drop(collection);
    }

    private static Document document(int id, String text) {
        return new Document("_id", id).append("text", text);
    }

    @Test
    void ejbStoresFindsChangesAndDeletes() {
        memos.insert(collection, List.of(document(1, "Grüße"), document(2, "你好"), document(3, "🚢")));
        assertThat(memos.find(collection, new Document("_id", new Document("$gt", 1))))
                .containsExactly(document(2, "你好"), document(3, "🚢"));

        assertThat(memos.update(
                        collection, new Document("_id", 2), new Document("$set", new Document("text", "changed"))))
                .isOne();
        assertThat(memos.delete(collection, new Document("_id", 1))).isOne();

        assertThat(memos.find(collection, new Document())).containsExactly(document(2, "changed"), document(3, "🚢"));
    }

    @Test
    void recordOfTheApplicationTravelsByCodec() {
        Memo memo = new Memo(
                new ObjectId(), "ahoy", List.of("a", "b"), Instant.now().truncatedTo(ChronoUnit.MILLIS));

        assertThat(memos.throughTheServer(collection, memo)).isEqualTo(memo);
    }

    @Test
    void moreDocumentsThanOneBatchHoldsComeBackInOrder() {
        List<Document> many = IntStream.range(0, 1000)
                .mapToObj(i -> document(i, "x".repeat(i % 50)))
                .toList();
        memos.insert(collection, many);

        assertThat(memos.find(collection, new Document())).isEqualTo(many);
    }
}
