package io.github.mooring.wire;

import java.util.function.IntSupplier;

/** What may go wrong when a message is inflated, in one form for all compressors. */
final class Inflation {
    /** Characters of what a library says of bytes that it cannot read; they may be in it. */
    private static final int MAX_REASON_CHARS = 200;

    private Inflation() {}

    /**
     * Runs a library's decoder, which may throw whatever it likes at bytes that make no sense.
     *
     * @param decoder returns how many bytes it has made
     * @throws WireException if it fails, or makes another number of bytes
     */
    static void run(Compressor compressor, int expected, IntSupplier decoder) {
        int count;
        try {
            count = decoder.getAsInt();
        } catch (RuntimeException e) {
            throw malformed(compressor, e);
        }
        if (count != expected) {
            throw tooLittle(compressor, expected, count);
        }
    }

    static WireException malformed(Compressor compressor, Exception cause) {
        WireException e = new WireException(
                "OP_COMPRESSED compressedMessage of " + compressor.name(),
                "compressed bytes of the announced size",
                "malformed ones: " + ForeignText.cut(String.valueOf(cause.getMessage()), MAX_REASON_CHARS));
        e.initCause(cause);
        return e;
    }

    static WireException tooLittle(Compressor compressor, int expected, int actual) {
        return new WireException(
                "OP_COMPRESSED uncompressedSize, " + compressor.name(), expected + " bytes", actual + " bytes");
    }

    static WireException tooMuch(Compressor compressor, int expected) {
        return new WireException("OP_COMPRESSED uncompressedSize, " + compressor.name(), expected + " bytes", "more");
    }
}
