package io.github.mooring.deploy.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * What a run is told by its build: system properties where Arquillian runs, and the same, packed into the application,
 * inside the server.
 *
 * @param jndiPrefix what the server puts before {@code eis/...} in its own names
 * @param mongodbPort where the embedded server listens
 * @param embedded whether there is one; otherwise the user has named a server, with users of its own
 */
record Settings(String jndiPrefix, int mongodbPort, boolean embedded) {
    /** The user that the embedded server knows. */
    static final String USER = "app";

    /** Its password. */
    static final String PASSWORD = "secret";

    /** A user who may do anything, with the same password. */
    static final String OPERATOR = "operator";

    /** The database that it may use. */
    static final String DATABASE = "mooring";

    private static final String RESOURCE = "mooring-tests.properties";

    /** Why a test is skipped that has to know who may sign on; decided where Arquillian runs. */
    static final String NEEDS_EMBEDDED = "needs the embedded server's users, and -Dmongodb.uri names another server";

    /** Where Arquillian runs. */
    static Settings ofThisBuild() {
        return from(System.getProperties());
    }

    /** Inside the server. */
    static Settings ofThisApplication() {
        Properties packed = new Properties();
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
            packed.load(Objects.requireNonNull(in, RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return from(packed);
    }

    private static Settings from(Properties properties) {
        return new Settings(
                properties.getProperty("mooring.jndi.prefix", ""),
                Integer.parseInt(properties.getProperty("mongodb.port")),
                Boolean.parseBoolean(properties.getProperty("mongodb.embedded")));
    }

    /** The name of the resource that {@link #ofThisApplication} reads. */
    static String resource() {
        return RESOURCE;
    }

    /** The content of that resource. */
    String packed() {
        Properties properties = new Properties();
        properties.setProperty("mooring.jndi.prefix", jndiPrefix);
        properties.setProperty("mongodb.port", Integer.toString(mongodbPort));
        properties.setProperty("mongodb.embedded", Boolean.toString(embedded));
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
