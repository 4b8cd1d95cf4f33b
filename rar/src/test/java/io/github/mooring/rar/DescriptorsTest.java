package io.github.mooring.rar;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import io.github.mooring.rar.Descriptor.Property;
import jakarta.resource.Referenceable;
import jakarta.resource.spi.ManagedConnectionFactory;
import jakarta.resource.spi.ResourceAdapter;
import jakarta.resource.spi.TransactionSupport;
import java.beans.BeanInfo;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Whether the descriptors say what the classes are. A property that only one of the two has cannot be configured. */
class DescriptorsTest {
    /** What Connectors 19.5 allows that this adapter uses. */
    private static final Set<Class<?>> TYPES = Set.of(String.class, Integer.class, Boolean.class, Long.class);

    private static Descriptor ra;
    private static Descriptor ironjacamar;

    @BeforeAll
    static void read() throws Exception {
        ra = Descriptor.read("ra.xml");
        ironjacamar = Descriptor.read("ironjacamar.xml");
    }

    private static Class<?> classIn(String element) throws ClassNotFoundException {
        return Class.forName(ra.text(element));
    }

    /** Name, as a JavaBean has it, to type. */
    private static Map<String, String> described(String parent) {
        return ra.propertiesIn(parent).stream()
                .collect(Collectors.toMap(
                        property -> Introspector.decapitalize(property.name()),
                        Property::type,
                        (one, other) -> one + " and again " + other,
                        TreeMap::new));
    }

    private static Map<String, String> written(Class<?> bean) throws IntrospectionException {
        BeanInfo info = Introspector.getBeanInfo(bean);
        return Arrays.stream(info.getPropertyDescriptors())
                .filter(property -> property.getWriteMethod() != null && TYPES.contains(property.getPropertyType()))
                .collect(Collectors.toMap(
                        PropertyDescriptor::getName,
                        property -> property.getPropertyType().getName(),
                        (one, other) -> one,
                        TreeMap::new));
    }

    @Test
    void adapterHasThePropertiesThatAreDescribed() throws Exception {
        assertThat(described("resourceadapter")).isEqualTo(written(classIn("resourceadapter-class")));
    }

    @Test
    void factoryHasThePropertiesThatAreDescribed() throws Exception {
        assertThat(described("connection-definition")).isEqualTo(written(classIn("managedconnectionfactory-class")));
    }

    @Test
    void everyPropertyHasAGetterAndASetterOfAnAllowedType() throws Exception {
        for (String element : new String[] {"resourceadapter-class", "managedconnectionfactory-class"}) {
            for (PropertyDescriptor property :
                    Introspector.getBeanInfo(classIn(element)).getPropertyDescriptors()) {
                if (written(classIn(element)).containsKey(property.getName())) {
                    assertThat(property.getReadMethod()).as(property.getName()).isNotNull();
                }
            }
        }
    }

    @Test
    void noValueIsDescribedSoThatDefaultsAreInOnePlaceAndNothingContradictsAnAddress() {
        assertThat(ra.propertiesIn("resourceadapter")).noneMatch(Property::hasValue);
        assertThat(ra.propertiesIn("connection-definition")).noneMatch(Property::hasValue);
    }

    @Test
    void whatMayHoldAPasswordIsConfidential() {
        for (String parent : new String[] {"resourceadapter", "connection-definition"}) {
            assertThat(ra.propertiesIn(parent).stream().filter(Property::confidential))
                    .extracting(Property::name)
                    .containsExactlyInAnyOrder(
                            "ConnectionURL",
                            "Password",
                            "AuthMechanismProperties",
                            "ProxyPassword",
                            "TlsCertificateKeyFilePassword");
        }
    }

    @Test
    void classesAreWhatTheyAreSaidToBe() throws Exception {
        assertThat(classIn("resourceadapter-class")).isAssignableTo(ResourceAdapter.class);
        assertThat(classIn("managedconnectionfactory-class")).isAssignableTo(ManagedConnectionFactory.class);
        assertThat(classIn("connectionfactory-interface")).isEqualTo(MongoSessionFactory.class);
        assertThat(classIn("connectionfactory-impl-class"))
                .isAssignableTo(MongoSessionFactory.class)
                .isAssignableTo(Serializable.class)
                .isAssignableTo(Referenceable.class);
        assertThat(classIn("connection-interface")).isEqualTo(MongoSession.class);
        assertThat(classIn("connection-impl-class")).isAssignableTo(MongoSession.class);
    }

    @Test
    void descriptorIsForConnectors21AndComplete() {
        assertThat(ra.attribute("version")).isEqualTo("2.1");
        assertThat(ra.attribute("metadata-complete")).isEqualTo("true");
    }

    @Test
    void transactionLevelIsTheSameEverywhere() throws Exception {
        TransactionSupport factory = (TransactionSupport) classIn("managedconnectionfactory-class")
                .getDeclaredConstructor()
                .newInstance();

        assertThat(ra.text("transaction-support"))
                .isEqualTo(factory.getTransactionSupport().name())
                .isEqualTo(ironjacamar.text("transaction-support"));
    }

    @Test
    void poolOfWildFlyUsesWhatIsDescribed() {
        Element definition = ironjacamar.elements("connection-definition").get(0);

        assertThat(definition.getAttribute("class-name")).isEqualTo(ra.text("managedconnectionfactory-class"));
        assertThat(definition.getAttribute("jndi-name")).isEqualTo("java:/eis/MongoSessionFactory");
        assertThat(ironjacamar.elements("config-property"))
                .allSatisfy(property -> assertThat(described("connection-definition"))
                        .containsKey(Introspector.decapitalize(property.getAttribute("name"))));
    }
}
