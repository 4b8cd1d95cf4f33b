package io.github.mooring.api.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keys of an AWS identity; immutable. Prints without what is secret.
 *
 * @param accessKeyId     names the key; no secret
 * @param secretAccessKey signs; never sent
 * @param sessionToken    goes with temporary keys; null with lasting ones
 */
public record AwsCredentials(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {
    /**
     * Checks.
     *
     * @throws IllegalArgumentException if a key is empty
     */
    public AwsCredentials {
        if (Objects.requireNonNull(accessKeyId, "accessKeyId").isEmpty()
                || Objects.requireNonNull(secretAccessKey, "secretAccessKey").isEmpty()) {
            throw new IllegalArgumentException("the access key id or the secret access key is empty");
        }
    }

    @Override
    public String toString() {
        return "AwsCredentials[accessKeyId=" + accessKeyId + ", <hidden>]";
    }
}
