package io.github.mooring.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentsTest {
    @TempDir
    private Path temp;

    @Test
    void replacesWhatAnEarlierRunLeft() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("deployments"));
        Path archives = Files.createDirectory(temp.resolve("archives"));
        Files.writeString(folder.resolve("README.txt"), "theirs");
        Files.writeString(folder.resolve("demo.war"), "old");
        Files.writeString(folder.resolve("demo.war.failed"), "why");
        Files.writeString(archives.resolve("demo.war"), "new");

        Deployments.replace(folder, archives);

        assertThat(folder.resolve("README.txt")).hasContent("theirs");
        assertThat(folder.resolve("demo.war")).hasContent("new");
        assertThat(folder).isDirectoryNotContaining("glob:**.failed");
    }

    @Test
    void refusesToStartWithNothingToDeploy() throws IOException {
        Path archives = Files.createDirectory(temp.resolve("archives"));

        assertThatThrownBy(() -> Deployments.replace(temp.resolve("deployments"), archives))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing to deploy in " + archives);
    }
}
