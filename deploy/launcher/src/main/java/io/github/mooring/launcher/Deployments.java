package io.github.mooring.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The folder that WildFly watches, with exactly the archives of this build in it. */
final class Deployments {
    private Deployments() {}

    /** Empties the folder, the markers of earlier runs included, and copies the archives there. */
    static void replace(Path folder, Path archives) throws IOException {
        Files.createDirectories(folder);
        for (Path old : filesIn(folder)) {
            if (!old.getFileName().toString().equals("README.txt")) {
                Files.delete(old);
            }
        }
        List<Path> found = filesIn(archives);
        if (found.isEmpty()) {
            throw new IllegalStateException("nothing to deploy in " + archives);
        }
        for (Path archive : found) {
            Files.copy(archive, folder.resolve(archive.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
