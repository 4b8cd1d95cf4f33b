package io.github.mooring.client;

import com.sun.net.httpserver.HttpServer;
import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.testkit.server.EmbeddedServer;
import io.github.mooring.testkit.tls.CertificateAuthority;
import io.github.mooring.testkit.tls.IssuedCertificate;
import io.github.mooring.testkit.tls.ServerTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connects to a server whose certificate names somebody who can be asked by OCSP, and one whose certificate stands on a list of revoked
 * ones, with each of the options, and prints how that went. In a JVM of its own, since the JVM reads once whether it is to ask.
 */
public final class RevocationMain {
    private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("Test CA");
    private static final AtomicInteger ASKED = new AtomicInteger();

    private RevocationMain() {}

    /**
     * Does it.
     *
     * @param arguments a folder to write to
     */
    public static void main(String[] arguments) throws IOException {
        Security.setProperty("ocsp.enable", "true");
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "http://127.0.0.1:" + web.getAddress().getPort();
        IssuedCertificate asked = AUTHORITY
                .order("CN=asked")
                .names("127.0.0.1")
                .ocspAt(address + "/ocsp")
                .issue();
        IssuedCertificate revoked = AUTHORITY
                .order("CN=revoked")
                .names("127.0.0.1")
                .revokedAt(address + "/list")
                .issue();
        web.createContext("/ocsp", exchange -> {
            ASKED.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        byte[] list = AUTHORITY.listOfRevoked(revoked);
        web.createContext("/list", exchange -> {
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
            exchange.close();
        });
        web.start();
        String trusting =
                "?tls=true&tlsCAFile=" + Files.writeString(Path.of(arguments[0]).resolve("ca.pem"), AUTHORITY.pem());
        try {
            tell("asked", asked, trusting);
            tell("revoked", revoked, trusting);
        } finally {
            web.stop(0);
        }
    }

    private static void tell(String what, IssuedCertificate certificate, String trusting) {
        try (EmbeddedServer server =
                EmbeddedServer.builder().tls(ServerTls.with(certificate)).start()) {
            tell(what + " usual", server.uri() + trusting);
            tell(what + " never", server.uri() + trusting + "&tlsDisableCertificateRevocationCheck=true");
            tell(what + " lists", server.uri() + trusting + "&tlsDisableOCSPEndpointCheck=true");
        }
    }

    private static void tell(String what, String uri) {
        ASKED.set(0);
        System.out.println(what + ": " + outcome(uri) + (ASKED.get() > 0 ? ", OCSP was asked" : ""));
    }

    private static String outcome(String uri) {
        try (MongoSessionFactory factory = Mooring.dial(uri);
                MongoSession session = factory.openSession()) {
            session.ping();
            return "connected";
        } catch (MongoException e) {
            return String.valueOf(e.getMessage()).contains("revoked") ? "revoked" : "refused " + e.getMessage();
        }
    }
}
