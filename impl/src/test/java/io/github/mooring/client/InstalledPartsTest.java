package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.auth.AwsCredentialSource;
import io.github.mooring.api.auth.AwsCredentials;
import io.github.mooring.api.auth.OidcToken;
import io.github.mooring.api.auth.OidcTokenRequest;
import io.github.mooring.api.auth.OidcTokenSource;
import io.github.mooring.api.dns.DnsResolver;
import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.api.dns.TxtRecord;
import io.github.mooring.auth.AuthParts;
import io.github.mooring.dns.SystemResolver;
import io.github.mooring.time.Cancellation;
import io.github.mooring.time.Clock;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that lie beside the library: it is loaded a second time here, with services that the other tests do not see. */
class InstalledPartsTest {
    private static final String OIDC = "mongodb://h/?authMechanism=MONGODB-OIDC";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void partsAreFoundWhereTheLibraryIs() throws Exception {
        try (URLClassLoader beside = libraryWithServices()) {
            Object parts = beside.loadClass(AuthParts.class.getName())
                    .getMethod("installed")
                    .invoke(null);

            assertThat(names(parts, "tokenSources")).containsExactly(Tokens.class.getName());
            assertThat(names(parts, "awsSources")).containsExactly(Keys.class.getName());
        }
        assertThat(AuthParts.installed().tokenSources()).isEmpty();
    }

    @Test
    void environmentMayBeLeftOutOnceASourceOfTokensIsThere() throws Exception {
        try (URLClassLoader beside = libraryWithServices()) {
            assertThat(beside.loadClass(ClientOptions.class.getName())
                            .getMethod("parse", String.class)
                            .invoke(null, OIDC))
                    .isNotNull();
        }
        assertThatThrownBy(() -> ClientOptions.parse(OIDC))
                .isInstanceOf(MongoConfigurationException.class)
                .hasMessageContaining("or none and an installed OidcTokenSource");
    }

    @Test
    void aResolverThatIsInstalledIsAskedInPlaceOfTheSystemsAndItsTroubleIsToldAsNoAnswer() throws Exception {
        try (URLClassLoader beside = libraryWithServices()) {
            Class<?> clock = beside.loadClass(Clock.class.getName());
            Class<?> cancellation = beside.loadClass(Cancellation.class.getName());
            Method find = beside.loadClass(Resolvers.class.getName()).getDeclaredMethod("find", clock, cancellation);
            find.setAccessible(true);
            Object resolver = find.invoke(
                    null,
                    clock.getMethod("system").invoke(null),
                    cancellation.getMethod("none").invoke(null));
            Method srv = beside.loadClass(DnsResolver.class.getName()).getMethod("srv", String.class, Duration.class);

            assertThatThrownBy(() -> srv.invoke(resolver, "_mongodb._tcp.a.example.com", Duration.ofSeconds(1)))
                    .cause()
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Names.class.getName())
                    .hasMessageContaining("no registry here");
        }
        assertThat(Resolvers.find(Clock.system(), Cancellation.none())).isInstanceOf(SystemResolver.class);
    }

    private static Stream<String> names(Object parts, String list) throws ReflectiveOperationException {
        List<?> found = (List<?>) parts.getClass().getMethod(list).invoke(parts);
        return found.stream().map(part -> part.getClass().getName());
    }

    private URLClassLoader libraryWithServices() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
        Files.writeString(services.resolve(OidcTokenSource.class.getName()), Tokens.class.getName());
        Files.writeString(services.resolve(AwsCredentialSource.class.getName()), Keys.class.getName());
        Files.writeString(services.resolve(DnsResolver.class.getName()), Names.class.getName());
        Stream<String> path =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator));
        URL[] urls = Stream.concat(path.map(Path::of), Stream.of(folder))
                .map(InstalledPartsTest::url)
                .toArray(URL[]::new);
        return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path.toString(), e);
        }
    }

    /** As somebody would write it. */
    public static final class Tokens implements OidcTokenSource {
        @Override
        public OidcToken token(OidcTokenRequest request) {
            return OidcToken.of("token");
        }
    }

    /** As above. */
    public static final class Keys implements AwsCredentialSource {
        @Override
        public AwsCredentials credentials() {
            return new AwsCredentials("id", "key", null);
        }
    }

    /** As above, and it does not work. */
    public static final class Names implements DnsResolver {
        @Override
        public List<SrvRecord> srv(String name, Duration timeout) {
            throw new IllegalStateException("no registry here");
        }

        @Override
        public List<TxtRecord> txt(String name, Duration timeout) {
            return List.of();
        }
    }
}
