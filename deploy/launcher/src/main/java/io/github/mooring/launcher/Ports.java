package io.github.mooring.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Whether the fixed ports of the demo are free. */
final class Ports {
    private static final int CONNECT_TIMEOUT_MILLIS = 500;

    private Ports() {}

    /** @throws IllegalStateException if somebody listens on one of them, naming the port */
    static void requireFree(int... ports) {
        for (int port : ports) {
            if (isTaken(port)) {
                throw new IllegalStateException("port " + port + " of 127.0.0.1 is in use, and the demo needs it."
                        + " Stop what listens there (is another demo running?) and start again.");
            }
        }
    }

    private static boolean isTaken(int port) {
        return somebodyAnswers(port) || !canListen(port);
    }

    /** Also catches a listener on all addresses, beside which a listener on one address can be opened on some systems. */
    private static boolean somebodyAnswers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean canListen(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // as servers do: a port whose last connections are still fading away counts as free
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
