package io.github.mooring.transport;

import io.github.mooring.api.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** A server on the loopback interface that does with each connection what the test says, on a thread of its own. */
final class LoopbackServer implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<Socket> accepted = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

    LoopbackServer(Script script) throws IOException {
        this(ServerSocketFactory.getDefault(), script);
    }

    LoopbackServer(ServerSocketFactory factory, Script script) throws IOException {
        this.listener = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.script = script;
        start(this::accept);
    }

    ServerAddress address() {
        return address("localhost");
    }

    ServerAddress address(String host) {
        return new ServerAddress(host, listener.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                accepted.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // the listener was closed: the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.run(socket, over);
        } catch (IOException e) {
            // the client went away, or the test is over; what matters is seen on the client's side
        }
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, "loopback-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        listener.close();
        for (Socket socket : accepted) {
            socket.close();
        }
        try {
            for (Thread thread : threads) {
                thread.join(TimeUnit.SECONDS.toMillis(40));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the server does with a connection, which is closed afterwards; the latch opens when the server closes. */
    @FunctionalInterface
    interface Script {
        void run(Socket socket, CountDownLatch over) throws IOException;
    }

    /** A script: keeps the connection open without reading from it until the test is over. */
    static void hold(Socket socket, CountDownLatch over) {
        try {
            if (!over.await(40, TimeUnit.SECONDS)) {
                throw new AssertionError("the test did not end within 30 s, " + socket + " is still open");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
