package io.github.mooring.testkit.wire;

import java.io.IOException;

/** Bytes that are no message a server could answer; a server closes the connection. */
public final class MalformedFrameException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }
}
