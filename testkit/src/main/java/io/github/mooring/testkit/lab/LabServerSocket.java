package io.github.mooring.testkit.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Accepts sockets that a {@link Network} can disturb. As thread-safe as a server socket. */
final class LabServerSocket extends ServerSocket {
    private final Network network;

    LabServerSocket(Network network, int port, int backlog, InetAddress address) throws IOException {
        super(port, backlog, address);
        this.network = network;
    }

    @Override
    public Socket accept() throws IOException {
        LabSocket socket = new LabSocket(network);
        implAccept(socket);
        network.opened(socket);
        return socket;
    }
}
