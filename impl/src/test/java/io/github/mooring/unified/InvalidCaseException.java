package io.github.mooring.unified;

/** A file or a case says something that the format does not allow; no operation may swallow it. */
final class InvalidCaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidCaseException(String message) {
        super(message);
    }
}
