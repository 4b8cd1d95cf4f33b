package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/config.md} says what the code does. */
class ConfigDocumentTest {
    private static final String WRITE = "mooring.writeDocs";

    @Test
    void tablesAreWhatTheCodeSays() throws IOException {
        if (Boolean.getBoolean(WRITE)) {
            ConfigDocument.write();
        }
        String document = Files.readString(ConfigDocument.path());

        assertThat(document)
                .as("regenerate with: mvn test -pl impl -am -Dtest=ConfigDocumentTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true")
                .isEqualTo(ConfigDocument.withTables(document));
    }

    @Test
    void everyConnectionStringInItIsValid() throws IOException {
        Matcher uris = Pattern.compile("mongodb(\\+srv)?://[^\\s`<]+").matcher(Files.readString(ConfigDocument.path()));

        int count = 0;
        for (; uris.find(); count++) {
            // "mongodb+srv://" by itself is the name of a scheme
            if (!uris.group().contains("[user") && !uris.group().matches("mongodb(\\+srv)?://\\W*")) {
                assertThat(ClientOptions.from(Map.of(Option.CONNECTION_URL, uris.group())))
                        .as(uris.group())
                        .isNotNull();
            }
        }
        assertThat(count).isPositive();
    }
}
