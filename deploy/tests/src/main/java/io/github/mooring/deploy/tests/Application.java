package io.github.mooring.deploy.tests;

import java.io.File;
import java.net.URISyntaxException;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
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
                .addAsWebInfResource(here, "jboss-web.xml", "jboss-web.xml")
                .addAsWebInfResource(here, "jboss-deployment-structure.xml", "jboss-deployment-structure.xml")
                .addAsWebInfResource(here, "glassfish-web.xml", "glassfish-web.xml");
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
