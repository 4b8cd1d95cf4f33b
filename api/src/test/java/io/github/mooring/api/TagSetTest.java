package io.github.mooring.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TagSetTest {
    @Test
    void tagsKeepTheirOrderAndAreNobodyElses() {
        TagSet tags = TagSet.of("dc", "east").and("rack", "2").and("a", "");

        assertThat(tags.tags().keySet()).containsExactly("dc", "rack", "a");
        assertThatThrownBy(() -> tags.tags().put("x", "y")).isInstanceOf(UnsupportedOperationException.class);
        Map<String, String> given = new HashMap<>(Map.of("dc", "east"));
        TagSet copy = new TagSet(given);
        given.clear();
        assertThat(copy).isEqualTo(TagSet.of("dc", "east"));
        assertThat(TagSet.ANY.tags()).isEmpty();
    }

    @Test
    void aNameIsNeverEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TagSet.of("", "east"))
                .withMessage("a tag's name must not be empty; its value is 'east'");
    }
}
