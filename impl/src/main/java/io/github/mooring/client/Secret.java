package io.github.mooring.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A text of a configuration that nobody may see, such as the password of a key file; immutable. It prints as hidden. */
public final class Secret {
    private final String text;

    /** A secret. */
    public Secret(String text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    /** The secret of an option, null if there is none. */
    static @Nullable Secret ofNullable(@Nullable String text) {
        return text == null ? null : new Secret(text);
    }

    /** The text itself, for whoever has to use it. */
    public String reveal() {
        return text;
    }

    /** In the same time for all secrets of one length. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        text.getBytes(StandardCharsets.UTF_16BE), that.text.getBytes(StandardCharsets.UTF_16BE));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Never the text. */
    @Override
    public String toString() {
        return "<hidden>";
    }
}
