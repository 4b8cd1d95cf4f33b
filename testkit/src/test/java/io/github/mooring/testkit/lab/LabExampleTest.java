package io.github.mooring.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.github.mooring.testkit.server.FailCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The example of the lab's documentation, run. */
@Timeout(300)
class LabExampleTest {
    private static final Path HERE = Path.of("src/test/java/io/github/mooring/testkit/lab/LabExampleTest.java");
    private static final Path DOCUMENT = Path.of("../docs/lab.md");

    @Test
    void aWriteOutlivesACrash() throws Exception {
        // example
        try (Lab lab = Lab.builder()
                        .members(3)
                        .electionTime(Duration.ofMillis(300))
                        .start();
                MongoClient client = MongoClients.create(lab.uri())) {
            MongoCollection<Document> things = client.getDatabase("lab").getCollection("things");
            LabNode primary = lab.awaitPrimary(Duration.ofSeconds(40));

            // one insert fails as if the server were going down; the driver has to send it again
            primary.failCommand(FailCommand.on("insert").times(1).errorCode(91).build());
            things.insertOne(new Document("_id", 1));
            assertThat(primary.server().commandCount("insert")).isEqualTo(2);

            // replies are lost after 2000 bytes, then the primary crashes
            primary.network().apply(Scope.operations(), LinkFault.cutAfter(2_000));
            things.insertOne(new Document("_id", 2));
            primary.kill();
            things.insertOne(new Document("_id", 3));
            assertThat(lab.awaitPrimary(Duration.ofSeconds(40))).isNotSameAs(primary);

            assertThat(things.countDocuments()).isEqualTo(3);
        }
        // end of example
    }

    @Test
    void theDocumentationShowsThisExample() throws IOException {
        String source = Files.readString(HERE);
        String example = source.substring(
                        source.indexOf("// example\n") + "// example\n".length(),
                        source.indexOf("        // end of example\n"))
                .stripTrailing()
                .stripIndent();

        assertThat(Files.readString(DOCUMENT)).contains("```java\n" + example + "\n```");
    }
}
