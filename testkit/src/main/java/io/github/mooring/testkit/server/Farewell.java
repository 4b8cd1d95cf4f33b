package io.github.mooring.testkit.server;

import java.io.IOException;
import java.net.Socket;

/**
 * Lets a client read the alert that has just been sent, before its connection is closed.
 *
 * <p>A socket that is closed with bytes unread makes the system send a reset, which may overtake the alert.
 */
final class Farewell {
    private static final int PATIENCE_MILLIS = 500;
    private static final int MOST_READS = 64;

    private Farewell() {}

    static void say(Socket socket) {
        try {
            socket.shutdownOutput();
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] unread = new byte[8 * 1024];
            int reads = 0;
            while (socket.getInputStream().read(unread) >= 0 && reads < MOST_READS) {
                reads++;
            }
        } catch (IOException e) {
            // the client has gone first, or stays silent; either way it had the time to read
        }
    }
}
