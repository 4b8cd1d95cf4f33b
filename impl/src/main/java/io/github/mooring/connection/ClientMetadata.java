package io.github.mooring.connection;

import io.github.mooring.api.MongoConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a client tells a server of itself: driver, operating system, platform, and the application's name. Made once and
 * sent with the handshake of every connection, and never again on the same one, since servers refuse that.
 *
 * <p>Servers refuse more than 512 bytes, so it gives up, in this order, what the operating system is in detail and then
 * the end of the platform. Source: MongoDB Handshake specification, "Limitations".
 */
final class ClientMetadata {
    /** Largest document that servers take. Source: MongoDB Handshake specification. */
    static final int MAX_BYTES = 512;

    /** Longest name of an application, in bytes of UTF-8. Source: MongoDB Handshake specification. */
    static final int MAX_APPLICATION_NAME_BYTES = 128;

    private static final String DRIVER_NAME = "mooring";
    private static final String DRIVER_VERSION = driverVersion();

    private ClientMetadata() {}

    /** The metadata of this process. */
    static BsonDocument of(@Nullable String applicationName) {
        return of(applicationName, Host.thisOne());
    }

    static BsonDocument of(@Nullable String applicationName, Host host) {
        BsonDocument metadata = new BsonDocument();
        if (applicationName != null) {
            metadata.append("application", new BsonDocument("name", new BsonString(checked(applicationName))));
        }
        metadata.append(
                "driver",
                new BsonDocument("name", new BsonString(DRIVER_NAME))
                        .append("version", new BsonString(DRIVER_VERSION)));
        BsonDocument os = new BsonDocument("type", new BsonString(host.osType()))
                .append("name", new BsonString(host.osName()))
                .append("architecture", new BsonString(host.architecture()))
                .append("version", new BsonString(host.osVersion()));
        metadata.append("os", os).append("platform", new BsonString(host.platform()));
        if (size(metadata) > MAX_BYTES) {
            os.keySet().retainAll(Set.of("type"));
        }
        shortenPlatform(metadata, host.platform());
        return metadata;
    }

    static String checked(String applicationName) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(applicationName)) {
            throw new MongoConfigurationException(
                    "appName has an unpaired surrogate, so it cannot be written as UTF-8: '" + applicationName + "'");
        }
        int bytes = applicationName.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_APPLICATION_NAME_BYTES) {
            throw new MongoConfigurationException("appName has " + bytes + " bytes of UTF-8, allowed are "
                    + MAX_APPLICATION_NAME_BYTES + ": '" + applicationName + "'");
        }
        return applicationName;
    }

    /** Takes whole characters off the end until it fits; a platform of which nothing is left goes. */
    private static void shortenPlatform(BsonDocument metadata, String platform) {
        int end = platform.length();
        while (size(metadata) > MAX_BYTES && end > 0) {
            end = platform.offsetByCodePoints(end, -1);
            metadata.put("platform", new BsonString(platform.substring(0, end)));
        }
        if (end == 0) {
            metadata.remove("platform");
        }
    }

    static int size(BsonDocument document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        try (BsonBinaryWriter writer = new BsonBinaryWriter(buffer)) {
            new BsonDocumentCodec()
                    .encode(writer, document, EncoderContext.builder().build());
        }
        return buffer.getSize();
    }

    static String driverVersion() {
        Properties properties = new Properties();
        try (InputStream in = ClientMetadata.class.getResourceAsStream("version.properties")) {
            if (in == null) {
                throw new AssertionError("bug: version.properties is not beside " + ClientMetadata.class);
            }
            properties.load(in);
        } catch (IOException e) {
            throw new AssertionError("bug: version.properties cannot be read", e);
        }
        return properties.getProperty("version");
    }

    /** What the process runs on. */
    record Host(String osType, String osName, String architecture, String osVersion, String platform) {
        static Host thisOne() {
            String name = property("os.name");
            return new Host(
                    type(name),
                    name,
                    property("os.arch"),
                    property("os.version"),
                    "Java/" + property("java.vendor") + "/" + property("java.runtime.version"));
        }

        /** The families that the specification lists. */
        static String type(String osName) {
            String name = osName.toLowerCase(Locale.ROOT);
            if (name.startsWith("linux")) {
                return "Linux";
            }
            if (name.startsWith("mac")) {
                return "Darwin";
            }
            if (name.startsWith("windows")) {
                return "Windows";
            }
            return name.contains("unix") || name.contains("aix") || name.contains("sunos") ? "Unix" : "unknown";
        }

        private static String property(String key) {
            return System.getProperty(key, "unknown");
        }
    }
}
