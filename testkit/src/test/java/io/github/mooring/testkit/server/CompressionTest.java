package io.github.mooring.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import io.github.mooring.testkit.wire.Frame;
import io.github.mooring.testkit.wire.WireCompressor;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compressed messages to and from the vendor's driver. */
@Timeout(300)
class CompressionTest {
    private static final Set<String> NEVER = Set.of("hello", "isMaster", "ismaster", "saslStart", "saslContinue");

    @ParameterizedTest
    @EnumSource
    void driverAndServerUnderstandEachOther(WireCompressor compressor) {
        try (EmbeddedServer server = all().user("u", "p", "admin", new Grant(Role.ROOT, "admin"))
                        .start();
                MongoClient client =
                        DriverSession.client(server.uri("u", "p", "admin") + "&compressors=" + compressor.wireName())) {
            MongoCollection<Document> things = client.getDatabase("db").getCollection("things");
            List<Document> documents = IntStream.range(0, 1000)
                    .mapToObj(i -> new Document("_id", i).append("text", "all work and no play ".repeat(5)))
                    .toList();

            things.insertMany(documents);

            assertThat(things.find()).containsExactlyElementsOf(documents);
            RecordedRequest insert = server.requests("insert").get(0);
            assertThat(insert.compressor()).isEqualTo(compressor);
            assertThat(insert.opcode()).isEqualTo(Frame.OP_MSG);
            assertThat(insert.wireLength()).isLessThan(insert.frame().length / 2);
            assertThat(server.requests())
                    .filteredOn(request -> NEVER.contains(request.commandName()))
                    .isNotEmpty()
                    .allMatch(request -> request.compressor() == null);
            assertThat(server.failedConnections()).isZero();
        }
    }

    @Test
    void firstOfTheClientsThatTheServerHasIsUsed() {
        try (EmbeddedServer server = EmbeddedServer.builder()
                        .compressors(WireCompressor.SNAPPY, WireCompressor.ZLIB)
                        .start();
                MongoClient client = DriverSession.client(server.uri() + "?compressors=zstd,zlib,snappy")) {
            client.getDatabase("db").runCommand(new Document("ping", 1));

            assertThat(server.requests("ping"))
                    .singleElement()
                    .matches(ping -> ping.compressor() == WireCompressor.ZLIB);
        }
    }

    @Test
    void serverWithoutCompressionSaysNothingOfIt() {
        try (EmbeddedServer server = EmbeddedServer.start();
                MongoClient client = DriverSession.client(server.uri() + "?compressors=zstd,zlib,snappy")) {
            client.getDatabase("db").runCommand(new Document("ping", 1));

            assertThat(server.requests("ping")).singleElement().matches(ping -> ping.compressor() == null);
        }
    }

    private static EmbeddedServer.Builder all() {
        return EmbeddedServer.builder().compressors(WireCompressor.values());
    }
}
