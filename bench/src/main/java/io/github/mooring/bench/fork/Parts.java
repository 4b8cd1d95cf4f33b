package io.github.mooring.bench.fork;

import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import org.jspecify.annotations.Nullable;

/** Which part of the code a stack belongs to: the innermost one that is known. Stateless. */
final class Parts {
    static final String OTHER = "JVM and others";

    /** Beginnings of {@code class.method}, and the part they mean; the first that fits counts. */
    private static final List<Map.Entry<String, String>> KNOWN = List.of(
            Map.entry("java.net.Socket$SocketInputStream.", "socket: read and wait"),
            Map.entry("sun.nio.ch.NioSocketImpl.implRead", "socket: read and wait"),
            Map.entry("sun.nio.ch.NioSocketImpl.park", "socket: read and wait"),
            Map.entry("sun.nio.ch.SocketDispatcher.read", "socket: read and wait"),
            Map.entry("sun.nio.ch.SocketChannelImpl.read", "socket: read and wait"),
            Map.entry("java.net.Socket$SocketOutputStream.", "socket: write"),
            Map.entry("sun.nio.ch.NioSocketImpl.implWrite", "socket: write"),
            Map.entry("sun.nio.ch.SocketDispatcher.write", "socket: write"),
            Map.entry("sun.nio.ch.SocketChannelImpl.write", "socket: write"),
            Map.entry("java.util.concurrent.locks.LockSupport.", "threads: park and wake"),
            Map.entry("jdk.internal.misc.Unsafe.park", "threads: park and wake"),
            Map.entry("jdk.internal.misc.Unsafe.unpark", "threads: park and wake"),
            Map.entry("java.lang.VirtualThread.", "threads: park and wake"),
            Map.entry("java.util.concurrent.locks.", "locks"),
            Map.entry("org.bson.internal.", "BSON library: codec registry"),
            Map.entry("org.bson.codecs.configuration.", "BSON library: codec registry"),
            Map.entry("org.bson.", "BSON library"),
            Map.entry("io.github.mooring.bench.", "benchmark"),
            Map.entry("org.HdrHistogram.", "benchmark"),
            Map.entry("io.github.mooring.wire.", "mooring: wire"),
            Map.entry("io.github.mooring.transport.", "mooring: transport"),
            Map.entry("io.github.mooring.connection.", "mooring: connection"),
            Map.entry("io.github.mooring.pool.", "mooring: pool"),
            Map.entry("io.github.mooring.topology.", "mooring: topology"),
            Map.entry("io.github.mooring.session.", "mooring: session"),
            Map.entry("io.github.mooring.operation.", "mooring: operation"),
            Map.entry("io.github.mooring.client.", "mooring: client"),
            Map.entry("io.github.mooring.time.", "mooring: time"),
            Map.entry("io.github.mooring.", "mooring: other"),
            Map.entry("com.mongodb.internal.connection.Pool", "vendor: pool"),
            Map.entry("com.mongodb.internal.connection.ConcurrentPool", "vendor: pool"),
            Map.entry("com.mongodb.internal.connection.DefaultConnectionPool", "vendor: pool"),
            Map.entry("com.mongodb.internal.connection.PowerOfTwoBufferPool", "vendor: buffers"),
            Map.entry("com.mongodb.internal.connection.ByteBufferBsonOutput", "vendor: buffers"),
            Map.entry("com.mongodb.internal.connection.BaseCluster", "vendor: server selection"),
            Map.entry("com.mongodb.internal.connection.", "vendor: connection and messages"),
            Map.entry("com.mongodb.internal.operation.", "vendor: operations"),
            Map.entry("com.mongodb.internal.binding.", "vendor: operations"),
            Map.entry("com.mongodb.", "vendor: other"));

    private Parts() {}

    /** The part of a sample's stack, which may be missing. */
    static String of(@Nullable RecordedStackTrace stack) {
        return stack == null
                ? OTHER
                : of(stack.getFrames().stream().map(Parts::text).toList());
    }

    /** The part of a stack of {@code class.method}, the innermost first. */
    static String of(List<String> frames) {
        for (String frame : frames) {
            for (Map.Entry<String, String> part : KNOWN) {
                if (frame.startsWith(part.getKey())) {
                    return part.getValue();
                }
            }
        }
        return OTHER;
    }

    private static String text(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        return method.getType().getName() + "." + method.getName();
    }
}
