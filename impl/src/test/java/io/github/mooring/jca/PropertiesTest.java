package io.github.mooring.jca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.client.Option;
import io.github.mooring.testkit.container.Serialization;
import io.github.mooring.time.Seed;
import jakarta.resource.spi.InvalidPropertyException;
import java.beans.IntrospectionException;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PropertiesTest {
    private static final String SENTINEL = "pa55-sentinel";

    private final MongoResourceAdapter adapter = new MongoResourceAdapter();
    private final MongoManagedConnectionFactory factory = new MongoManagedConnectionFactory();

    /** The properties that a container finds by itself, by lower-case name. */
    private static Map<String, PropertyDescriptor> found(Class<?> bean) {
        try {
            return Arrays.stream(Introspector.getBeanInfo(bean).getPropertyDescriptors())
                    .filter(property -> property.getWriteMethod() != null)
                    .collect(Collectors.toMap(
                            property -> property.getName().toLowerCase(Locale.ROOT),
                            property -> property,
                            (a, b) -> a,
                            TreeMap::new));
        } catch (IntrospectionException e) {
            throw new AssertionError(e);
        }
    }

    private static Object sample(Class<?> type) {
        if (type == Integer.class) {
            return 4711;
        }
        return type == Boolean.class ? true : "some text";
    }

    private static void put(Object bean, PropertyDescriptor property, @Nullable Object value) {
        try {
            property.getWriteMethod().invoke(bean, value);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no such setter: " + property, e);
        }
    }

    static Stream<PropertyDescriptor> factoryProperties() {
        return found(MongoManagedConnectionFactory.class).values().stream()
                .filter(property -> !property.getName().equals("resourceAdapter")
                        && !property.getName().equals("logWriter"));
    }

    @Test
    @DisplayName(
            "P1 P7 the factory has a property for each option that is not the adapter's and its own, of the option's type, and no other")
    void factoryHasAPropertyForEachOption() {
        Map<String, Class<?>> expected = new TreeMap<>();
        for (Option option : Option.values()) {
            if (!option.isOfTheAdapter()) {
                expected.put(option.propertyName().toLowerCase(Locale.ROOT), option.propertyType());
            }
        }
        expected.put("verifyoncreate", Boolean.class);
        expected.put("transactionlevel", String.class);
        expected.put("reauthentication", Boolean.class);

        Map<String, Class<?>> actual = factoryProperties()
                .collect(Collectors.toMap(
                        property -> property.getName().toLowerCase(Locale.ROOT),
                        PropertyDescriptor::getPropertyType,
                        (a, b) -> a,
                        TreeMap::new));

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    @DisplayName(
            "P1 P7 the adapter has the same properties as defaults, its ping interval for the heartbeat's, and the limit for all factories")
    void adapterHasTheSamePropertiesAsDefaults() {
        List<String> expected = new ArrayList<>(factoryProperties()
                .map(property -> property.getName().toLowerCase(Locale.ROOT))
                .toList());
        expected.removeAll(List.of("heartbeatfrequencyms", "reauthentication", "transactionlevel", "verifyoncreate"));
        expected.addAll(List.of("maxtotalconnections", "pingintervalms"));

        assertThat(found(MongoResourceAdapter.class).keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @DisplayName("P9 standard properties have their standard names")
    void standardPropertiesHaveTheirStandardNames() {
        assertThat(found(MongoManagedConnectionFactory.class))
                .containsKeys("connectionurl", "servername", "portnumber", "username", "password");
    }

    @ParameterizedTest
    @MethodSource("factoryProperties")
    @DisplayName("P1 what is set can be got; null and the empty text take it back")
    void whatIsSetCanBeGot(PropertyDescriptor property) throws ReflectiveOperationException {
        Object value = sample(property.getPropertyType());

        put(factory, property, value);
        assertThat(property.getReadMethod().invoke(factory)).isEqualTo(value);

        put(factory, property, value instanceof String ? "" : null);
        assertThat(property.getReadMethod().invoke(factory)).isNull();
        assertThat(factory).isEqualTo(new MongoManagedConnectionFactory());
    }

    @ParameterizedTest
    @MethodSource("factoryProperties")
    @DisplayName("P1 what is set reaches the option of that name, and no other")
    void whatIsSetReachesTheOptionOfThatName(PropertyDescriptor property) {
        Object value = sample(property.getPropertyType());

        put(factory, property, value);

        assertThat(factory.options())
                .isEqualTo(Arrays.stream(Option.values())
                        .filter(option -> option.propertyName().equalsIgnoreCase(property.getName()))
                        .collect(Collectors.toMap(option -> option, option -> value.toString())));
        assertThat(factory.options().isEmpty())
                .isEqualTo(Set.of("verifyOnCreate", "transactionLevel", "reauthentication")
                        .contains(property.getName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Password", "ProxyPassword", "TlsCertificateKeyFilePassword", "AuthMechanismProperties"})
    @DisplayName("P8 no secret property shows in toString")
    void noSecretPropertyShows(String name) {
        PropertyDescriptor property = Objects.requireNonNull(
                found(MongoManagedConnectionFactory.class).get(name.toLowerCase(Locale.ROOT)));
        put(factory, property, SENTINEL);

        assertThat(factory.toString()).contains(name + "=<hidden>").doesNotContain(SENTINEL);
    }

    @ParameterizedTest
    @MethodSource("factoryProperties")
    @DisplayName("MF2 factories are equal while every single property is, and unequal as soon as one is not")
    void everyPropertyCountsForEquality(PropertyDescriptor property) {
        MongoManagedConnectionFactory other = new MongoManagedConnectionFactory();
        assertThat(factory).isEqualTo(other).hasSameHashCodeAs(other);

        put(factory, property, sample(property.getPropertyType()));
        assertThat(factory).isNotEqualTo(other);
        assertThat(other).isNotEqualTo(factory);

        put(other, property, sample(property.getPropertyType()));
        assertThat(factory).isEqualTo(other).hasSameHashCodeAs(other);
    }

    @Test
    @DisplayName("L3 adapters are equal by class and configuration, and unequal to factories")
    void adaptersAreEqualByConfiguration() {
        MongoResourceAdapter other = new MongoResourceAdapter();
        assertThat(adapter).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(factory);

        other.setPingIntervalMS(700);

        assertThat(adapter).isNotEqualTo(other);
    }

    @Test
    @DisplayName("MF1 P4 a factory comes back from serialisation with all its properties and without its adapter")
    void factorySurvivesSerialisation() throws Exception {
        factoryProperties().forEach(property -> put(factory, property, sample(property.getPropertyType())));
        factory.setResourceAdapter(adapter);
        factory.setLogWriter(new PrintWriter(new StringWriter()));

        MongoManagedConnectionFactory copy = Serialization.copy(factory);

        assertThat(copy).isEqualTo(factory);
        assertThat(copy.getResourceAdapter()).isNull();
        assertThat(copy.getLogWriter()).isNull();
    }

    @Test
    @DisplayName("P11 the order in which properties are set does not matter")
    void orderOfPropertiesDoesNotMatter() {
        Seed seed = new Seed("PropertiesTest");
        List<Runnable> setters = new ArrayList<>();
        MongoManagedConnectionFactory[] target = new MongoManagedConnectionFactory[1];
        setters.add(() -> target[0].setServerName("db.example"));
        setters.add(() -> target[0].setPortNumber(27018));
        setters.add(() -> target[0].setDatabaseName("orders"));
        setters.add(() -> target[0].setUserName("scott"));
        setters.add(() -> target[0].setPassword("tiger"));
        setters.add(() -> target[0].setAuthSource("admin"));
        setters.add(() -> target[0].setMaxPoolSize(7));
        setters.add(() -> target[0].setTls(true));
        Random random = seed.random();

        for (int i = 0; i < 200; i++) {
            target[0] = new MongoManagedConnectionFactory();
            Collections.shuffle(setters, random);
            setters.forEach(Runnable::run);

            assertThat(target[0].configuration().options())
                    .as("%s, round %d", seed, i)
                    .isEqualTo(Configuration.of(
                                    Map.of(
                                            Option.CONNECTION_URL,
                                            "mongodb://scott:tiger@db.example:27018/orders?authSource=admin"
                                                    + "&maxPoolSize=7&tls=true"),
                                    Map.of())
                            .options());
        }
    }

    @Test
    @DisplayName("P12 properties that are set after the first use take effect")
    void latePropertiesTakeEffect() throws Exception {
        factory.setResourceAdapter(adapter);
        assertThat(factory.configuration().options().pool().maxSize()).isEqualTo(100);

        factory.setMaxPoolSize(3);
        adapter.setAppName("late");

        assertThat(factory.configuration().options().pool().maxSize()).isEqualTo(3);
        assertThat(factory.configuration().options().connection().appName()).isEqualTo("late");
        assertThat(factory.configuration()).isSameAs(factory.configuration());
    }

    @ParameterizedTest
    @CsvSource({
        "MaxPoolSize, -1",
        "PortNumber, 70000",
        "HeartbeatFrequencyMS, 499",
        "ConnectTimeoutMS, -5",
        "ReadPreference, nearby",
        "ReadPreferenceTags, nearby",
        "ConnectionURL, http://db.example/",
    })
    @DisplayName("P10 a bad value is told with the property's name, to the container and to the application")
    void badValueIsToldWithThePropertysName(String name, String value) throws Exception {
        PropertyDescriptor property = Objects.requireNonNull(
                found(MongoManagedConnectionFactory.class).get(name.toLowerCase(Locale.ROOT)));
        put(factory, property, property.getPropertyType() == Integer.class ? Integer.valueOf(value) : value);
        factory.setResourceAdapter(adapter);
        adapter.start(Containers.withTimers());
        String expected = name.equals("ConnectionURL") ? "connection string" : name;

        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining(expected);
        assertThatThrownBy(() -> new ContainerSessionFactory(factory, (mcf, request) -> "not reached").openSession())
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining(expected);
        adapter.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "MaxPoolSize, -1, MaxPoolSize",
        "ServerName, ' ', ServerName",
        "ConnectionURL, ' ', connection string",
        "ConnectionURL, mongodb://db.example/?tls=true&tlsInsecure=true&tlsAllowInvalidHostnames=true, tlsInsecure",
    })
    @DisplayName("P5 P6 what is out of range, blank or contradictory is found without a running adapter or a provider")
    void badValuesAreFoundWithoutARunningAdapter(String name, String value, String expected) throws Exception {
        PropertyDescriptor property = Objects.requireNonNull(
                found(MongoManagedConnectionFactory.class).get(name.toLowerCase(Locale.ROOT)));
        put(factory, property, property.getPropertyType() == Integer.class ? Integer.valueOf(value) : value);
        factory.setResourceAdapter(adapter);

        assertThatThrownBy(() -> new ContainerSessionFactory(factory, (mcf, request) -> "not reached").openSession())
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining(expected);
        assertThatThrownBy(() -> Class.forName("jakarta.validation.Validation"))
                .as("no provider has a say in it")
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    @DisplayName("P10 a ping interval below the least one is told at the first session, and does not hinder the start")
    void badPingIntervalIsToldAtTheFirstSession() throws Exception {
        adapter.setPingIntervalMS(499);
        adapter.start(Containers.withTimers());
        factory.setResourceAdapter(adapter);

        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageContaining("PingIntervalMS")
                .hasMessageContaining("499")
                .hasMessageContaining("500");
        adapter.stop();
    }

    @Test
    @DisplayName("P2 the ping interval is the heartbeat of factories that do not set their own")
    void pingIntervalIsTheDefaultHeartbeat() throws Exception {
        adapter.setPingIntervalMS(500);
        factory.setResourceAdapter(adapter);
        assertThat(factory.configuration().options().topology().heartbeatFrequency())
                .hasMillis(500);

        factory.setConnectionURL("mongodb://db.example/?heartbeatFrequencyMS=800");
        assertThat(factory.configuration().options().topology().heartbeatFrequency())
                .hasMillis(800);

        factory.setConnectionURL(null);
        factory.setHeartbeatFrequencyMS(900);
        assertThat(factory.configuration().options().topology().heartbeatFrequency())
                .hasMillis(900);
    }

    @Test
    @DisplayName("P2 the limit of all connections together is the adapter's, and no connection string may say it")
    void limitOfAllConnectionsIsTheAdapters() throws Exception {
        adapter.setMaxTotalConnections(30);
        factory.setResourceAdapter(adapter);
        assertThat(factory.configuration().options().pool().maxTotalConnections())
                .isEqualTo(30);

        factory.setConnectionURL("mongodb://u:" + SENTINEL + "@db.example/?MAXTOTALCONNECTIONS=30");
        assertThatThrownBy(factory::configuration)
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessage("option maxTotalConnections of ConnectionURL holds for the whole resource adapter, so no"
                        + " connection string may say it: set the adapter's property MaxTotalConnections instead");

        factory.setConnectionURL(null);
        adapter.setMaxTotalConnections(-1);
        assertThatThrownBy(factory::configuration)
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessage("property MaxTotalConnections is '-1', allowed is 0 to 2147483647");
    }

    @Test
    @DisplayName("P2 a factory without an adapter has a limit of its own")
    void factoryWithoutAdapterHasALimitOfItsOwn() {
        factory.setConnectionURL("mongodb://db.example/?maxTotalConnections=30");

        assertThat(factory.configuration().options().pool().maxTotalConnections())
                .isEqualTo(30);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://u:" + SENTINEL + "@db.example/?nonsense=1",
                "mongodb://u:" + SENTINEL + "@db.example:notAPort/",
                "mongodb://u:" + SENTINEL + "@a@db.example/",
                "http://u:" + SENTINEL + "@db.example/",
            })
    @DisplayName("P8 a password never shows: not in toString, not in an error, not in the log")
    void passwordNeverShows(String badUrl) throws Exception {
        StringWriter log = new StringWriter();
        factory.setLogWriter(new PrintWriter(log));
        factory.setPassword(SENTINEL);
        factory.setConnectionURL(badUrl);
        adapter.setPassword(SENTINEL);
        adapter.setConnectionURL(badUrl);
        factory.setResourceAdapter(adapter);
        adapter.start(Containers.withTimers());
        StringWriter trace = new StringWriter();

        assertThatThrownBy(() -> factory.createManagedConnection(null, null))
                .satisfies(e -> e.printStackTrace(new PrintWriter(trace, true)));

        assertThat(log.toString()).startsWith("mooring: no managed connection").doesNotContain(SENTINEL);
        assertThat(trace.toString()).isNotEmpty().doesNotContain(SENTINEL);
        assertThat(factory.toString()).contains("Password=<hidden>").doesNotContain(SENTINEL);
        assertThat(adapter.toString()).contains("ConnectionURL=<hidden>").doesNotContain(SENTINEL);
        assertThat(factory.createConnectionFactory().toString()).doesNotContain(SENTINEL);
        assertThat(new SessionRequestInfo("u", SENTINEL.toCharArray()).toString())
                .contains("u")
                .doesNotContain(SENTINEL);
        adapter.stop();
    }

    @Test
    @DisplayName("P3 a factory belongs to one adapter; another is refused, the same again is not")
    void factoryBelongsToOneAdapter() throws Exception {
        factory.setResourceAdapter(adapter);
        factory.setResourceAdapter(adapter);

        assertThatThrownBy(() -> factory.setResourceAdapter(new MongoResourceAdapter()))
                .isInstanceOf(jakarta.resource.spi.IllegalStateException.class);
        assertThat(factory.getResourceAdapter()).isSameAs(adapter);
    }
}
