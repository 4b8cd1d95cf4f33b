package io.github.mooring.transport;

/** One block of a PEM file. Immutable: nobody changes the bytes. */
final class PemBlock {
    private final String label;
    private final int line;
    private final boolean encrypted;
    private final byte[] content;

    /**
     * A block.
     *
     * @param label     what it is said to be, such as {@code CERTIFICATE}
     * @param line      where it begins, counted from 1
     * @param encrypted whether headers inside say that the content is encrypted, as OpenSSL did before PKCS#8
     * @param content   the bytes, from here on the block's
     */
    PemBlock(String label, int line, boolean encrypted, byte[] content) {
        this.label = label;
        this.line = line;
        this.encrypted = encrypted;
        this.content = content;
    }

    String label() {
        return label;
    }

    int line() {
        return line;
    }

    boolean encrypted() {
        return encrypted;
    }

    /** The bytes themselves, to be read only. */
    byte[] content() {
        return content;
    }

    /** Where it stands and what it is, never the content. */
    @Override
    public String toString() {
        return label + " at line " + line;
    }
}
