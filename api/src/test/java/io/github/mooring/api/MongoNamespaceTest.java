package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoNamespaceTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "Shop", "my-db", "my_db", "a=b?", "a@b", "\u00fcber", "admin", "*"})
    void databaseNamesThatServersTakeAreTaken(String name) {
        assertThat(MongoNamespace.checkDatabaseName(name)).isSameAs(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| database name is empty",
                "a/b| database name 'a/b' has / at index 1, not allowed are",
                "a\\b| has \\ at index 1",
                "a.b| has . at index 1",
                "a b| has a blank at index 1",
                "' a'| has a blank at index 0",
                "a\"b| has \" at index 1",
                "$external| has $ at index 0",
            })
    void databaseNamesThatServersRefuseAreRefused(String name, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MongoNamespace.checkDatabaseName(name))
                .withMessageContaining(message);
        assertThatIllegalArgumentException().isThrownBy(() -> new MongoNamespace(name, "c"));
    }

    @Test
    void aNulIsNamedAndNotPrinted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MongoNamespace.checkDatabaseName("a\0"))
                .withMessageContaining("'a\\0' has NUL at index 1")
                .withMessageNotContaining("\0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MongoNamespace("db", "c\0"))
                .withMessageContaining("'c\\0' has NUL at index 1")
                .withMessageNotContaining("\0");
    }

    @Test
    void databaseNamesAreMeasuredInBytes() {
        String sixtyThree = "\u00fc".repeat(31) + "a";

        assertThat(MongoNamespace.checkDatabaseName(sixtyThree)).isEqualTo(sixtyThree);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MongoNamespace.checkDatabaseName(sixtyThree + "b"))
                .withMessageEndingWith("has 64 bytes, allowed is at most 63");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "c.d", "system.views", "a b", "a/b", "a.", "\u00fcber"})
    void collectionNamesThatServersTakeAreTaken(String name) {
        assertThat(new MongoNamespace("db", name)).hasToString("db." + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| collection name is empty",
                ".c| collection name '.c' starts with a dot",
                "a$b| collection name 'a$b' has $ at index 1, not allowed are $ and NUL",
            })
    void collectionNamesThatServersRefuseAreRefused(String name, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MongoNamespace("db", name))
                .withMessage(message);
    }

    @Test
    void bothNamesTogetherAreMeasuredInBytes() {
        String longest = "\u00fc".repeat(126);

        assertThat(new MongoNamespace("ab", longest).collectionName()).isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MongoNamespace("abc", longest))
                .withMessageEndingWith("has 256 bytes, allowed is at most 255")
                .withMessageContaining("...'");
    }

    @Test
    @SuppressWarnings("NullAway") // the caller's mistake is what is tested
    void nullIsRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> new MongoNamespace(null, "c"))
                .withMessage("databaseName");
        assertThatNullPointerException()
                .isThrownBy(() -> new MongoNamespace("db", null))
                .withMessage("collectionName");
    }
}
