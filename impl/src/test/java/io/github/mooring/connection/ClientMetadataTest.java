package io.github.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConfigurationException;
import java.time.Duration;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class ClientMetadataTest {
    private static final String LONGEST_NAME = "a".repeat(128);

    @Test
    void saysDriverSystemPlatformAndApplication() {
        BsonDocument metadata = ClientMetadata.of("shop");

        assertThat(metadata.keySet()).containsExactly("application", "driver", "os", "platform");
        assertThat(metadata.getDocument("application")).isEqualTo(BsonDocument.parse("{name: 'shop'}"));
        assertThat(metadata.getDocument("driver").getString("name").getValue()).isEqualTo("mooring");
        assertThat(metadata.getDocument("driver").getString("version").getValue())
                .matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
        assertThat(metadata.getDocument("os").keySet()).containsExactly("type", "name", "architecture", "version");
        assertThat(metadata.getString("platform").getValue()).startsWith("Java/");
        assertThat(ClientMetadata.size(metadata)).isLessThanOrEqualTo(512);
    }

    @Test
    void applicationWithoutNameIsLeftOut() {
        assertThat(ClientMetadata.of(null).keySet()).containsExactly("driver", "os", "platform");
    }

    @Test
    void whatFitsExactlyIsKeptWhole() {
        int room = 512 - ClientMetadata.size(ClientMetadata.of(LONGEST_NAME, host("x", "p")));

        BsonDocument metadata = ClientMetadata.of(LONGEST_NAME, host("x", "p".repeat(room + 1)));

        assertThat(ClientMetadata.size(metadata)).isEqualTo(512);
        assertThat(metadata.getDocument("os").keySet()).hasSize(4);
        assertThat(metadata.getString("platform").getValue()).hasSize(room + 1);
    }

    @Test
    void detailsOfTheSystemGoFirst() {
        BsonDocument metadata = ClientMetadata.of(LONGEST_NAME, host("v".repeat(300), "Java/Somebody/17"));

        assertThat(metadata.getDocument("os")).isEqualTo(BsonDocument.parse("{type: 'Linux'}"));
        assertThat(metadata.getString("platform").getValue()).isEqualTo("Java/Somebody/17");
        assertThat(ClientMetadata.size(metadata)).isLessThanOrEqualTo(512);
    }

    @Test
    void endOfThePlatformGoesNextInWholeCharacters() {
        BsonDocument metadata = ClientMetadata.of(LONGEST_NAME, host("v", "J" + "\uD83D\uDE80".repeat(400)));

        assertThat(metadata.getDocument("os")).isEqualTo(BsonDocument.parse("{type: 'Linux'}"));
        assertThat(ClientMetadata.size(metadata)).isBetween(509, 512);
        assertThat(metadata.getString("platform").getValue()).matches("J(\uD83D\uDE80)+");
    }

    @Test
    void nameOverTheLimitIsRefusedInBytesNotCharacters() {
        assertThat(new HandshakeSettings(LONGEST_NAME, null, Duration.ZERO).applicationName())
                .isEqualTo(LONGEST_NAME);
        assertThatThrownBy(() -> new HandshakeSettings("ä".repeat(65), null, Duration.ZERO))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("appName has 130 bytes of UTF-8, allowed are 128");
        assertThatThrownBy(() -> new HandshakeSettings(null, null, Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("connectTimeout");
    }

    @Test
    void nameWithoutUtf8FormIsRefused() {
        assertThatThrownBy(() -> new HandshakeSettings("shop\uD800", null, Duration.ZERO))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("appName has an unpaired surrogate");
    }

    @Test
    void systemsAreNamedByFamily() {
        assertThat(ClientMetadata.Host.type("Linux")).isEqualTo("Linux");
        assertThat(ClientMetadata.Host.type("Mac OS X")).isEqualTo("Darwin");
        assertThat(ClientMetadata.Host.type("Windows 11")).isEqualTo("Windows");
        assertThat(ClientMetadata.Host.type("AIX")).isEqualTo("Unix");
        assertThat(ClientMetadata.Host.type("Haiku")).isEqualTo("unknown");
    }

    private static ClientMetadata.Host host(String osVersion, String platform) {
        return new ClientMetadata.Host("Linux", "Linux", "amd64", osVersion, platform);
    }
}
