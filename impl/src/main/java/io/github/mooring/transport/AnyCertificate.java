package io.github.mooring.transport;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Accepts whatever certificate a server shows; only where {@code tlsAllowInvalidCertificates} or {@code tlsInsecure} ask
 * for it. The JDK compares the host name itself when a trust manager is of the simple kind, and leaves that to one of the
 * extended kind; hence the two.
 */
final class AnyCertificate {
    private static final X509Certificate[] NOBODY = {};

    private AnyCertificate() {}

    /** One that has the host name compared, where that is switched on. */
    static TrustManager thatIsMadeOutForTheHost() {
        return new OfTheHost();
    }

    /** One that lets everything pass. */
    static TrustManager whatsoever() {
        return new Whatsoever();
    }

    private static final class OfTheHost implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return NOBODY;
        }
    }

    private static final class Whatsoever extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return NOBODY;
        }
    }
}
