package io.github.mooring.deploy.tests;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.ResourceAdapterArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The web application around the tests: one archive that every server takes as it is. */
final class Application {
    private Application() {}

    /** An application with these classes, the descriptors of all servers and the settings of this run. */
    static WebArchive war(Class<?>... classes) {
        Package here = Application.class.getPackage();
        return ShrinkWrap.create(WebArchive.class, "tests.war")
                .addClasses(classes)
                .addClasses(Settings.class, Factories.class)
                .addAsLibrary(jarOf(Assertions.class))
                .addAsResource(new StringAsset(Settings.ofThisBuild().packed()), Settings.resource())
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsWebInfResource(here, "web.xml", "web.xml")
                .addAsWebInfResource(here, "jboss-web.xml", "jboss-web.xml")
                .addAsWebInfResource(here, "jboss-deployment-structure.xml", "jboss-deployment-structure.xml")
                .addAsWebInfResource(here, "glassfish-web.xml", "glassfish-web.xml")
                .addAsWebInfResource(here, "ibm-web-bnd.xml", "ibm-web-bnd.xml");
    }

    /**
     * An EAR with these classes in a web module and the adapter beside it. The address in the descriptors is that of
     * nobody's server; here it becomes the one of this run.
     */
    static EnterpriseArchive ear(Class<?>... classes) {
        Package here = Application.class.getPackage();
        WebArchive war = ShrinkWrap.create(WebArchive.class, "tests.war")
                .addClasses(classes)
                .addClasses(Settings.class, Factories.class)
                .addAsLibrary(jarOf(Assertions.class))
                .addAsResource(new StringAsset(Settings.ofThisBuild().packed()), Settings.resource())
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsWebInfResource(here, "embedded/web.xml", "web.xml")
                .addAsWebInfResource(here, "embedded/jboss-web.xml", "jboss-web.xml")
                .addAsWebInfResource(here, "embedded/glassfish-web.xml", "glassfish-web.xml")
                .addAsWebInfResource(here, "embedded/ibm-web-bnd.xml", "ibm-web-bnd.xml");
        return ShrinkWrap.create(EnterpriseArchive.class, "embedded.ear")
                .addAsModule(rar().addAsManifestResource(addressed("ironjacamar.xml"), "ironjacamar.xml"))
                .addAsModule(war)
                .addAsManifestResource(here, "embedded/application.xml", "application.xml")
                .addAsManifestResource(addressed("glassfish-resources.xml"), "glassfish-resources.xml");
    }

    /** The adapter as it is shipped. */
    static ResourceAdapterArchive rar() {
        return ShrinkWrap.createFromZipFile(ResourceAdapterArchive.class, new File(System.getProperty("mooring.rar")));
    }

    private static StringAsset addressed(String descriptor) {
        try (InputStream in = Objects.requireNonNull(Application.class.getResourceAsStream("embedded/" + descriptor))) {
            String uri = System.getProperty("mongodb.uri").replace("&", "&amp;");
            return new StringAsset(
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("mongodb://db.example/shop", uri));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaArchive jarOf(Class<?> type) {
        try {
            File jar = new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            return ShrinkWrap.createFromZipFile(JavaArchive.class, jar);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
