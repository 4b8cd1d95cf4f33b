package io.github.mooring.connection;

/** Which version of the library this is, as servers are told in the handshake; stateless. */
public final class LibraryVersion {
    private LibraryVersion() {}

    /** Such as {@code 1.2.3}. */
    public static String text() {
        return ClientMetadata.driverVersion();
    }
}
