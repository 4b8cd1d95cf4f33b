package io.github.mooring.jta;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The packed adapter as a server sees it: a folder, and a class loader for the jars in it. */
final class UnpackedArchive {
    /** The packed archive, as the build says. */
    static final Path PACKED = Path.of(System.getProperty("mooring.rar", "../../rar/target/mooring.rar"));

    private final Path root;

    private UnpackedArchive(Path root) {
        this.root = root;
    }

    static UnpackedArchive into(Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(PACKED.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Path file = folder.resolve(entry.getName()).normalize();
                if (!entry.isDirectory() && file.startsWith(folder)) {
                    Files.createDirectories(file.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        }
        return new UnpackedArchive(folder);
    }

    Path root() {
        return root;
    }

    /** A loader of its own, which finds the adapter's classes in the archive and nowhere else. */
    URLClassLoader loader() throws IOException {
        List<URL> jars = new ArrayList<>();
        try (Stream<Path> files = Files.list(root)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                jars.add(jar.toUri().toURL());
            }
        }
        return new URLClassLoader("mooring.rar", jars.toArray(URL[]::new), new ServersClasses());
    }

    /** What a server shows to an adapter: the JDK and the specifications, and nothing of the tests' class path. */
    private static final class ServersClasses extends ClassLoader {
        ServersClasses() {
            super("server", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith("jakarta.")) {
                return Class.forName(name, false, UnpackedArchive.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
