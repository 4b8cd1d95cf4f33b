package io.github.mooring.dns;

import java.io.IOException;

/** What has come back is not a DNS message, or says something that cannot be. */
final class MalformedAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedAnswerException(String message) {
        super(message);
    }
}
