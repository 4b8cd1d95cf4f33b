package io.github.mooring.jta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jboss.jca.validator.Validation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** IronJacamar's validator over the packed archive, as its command line runs it. */
class ArchiveIT {
    private static final int NOTHING_FOUND = 0;

    @Test
    @DisplayName("PK5 PK3 L1 the validator finds nothing in the packed archive")
    void nothingIsFound(@TempDir Path reports) throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        int found;
        try {
            found = Validation.validate(UnpackedArchive.PACKED.toUri().toURL(), reports.toString());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }

        assertThat(text(reports)).isEmpty();
        assertThat(found).isEqualTo(NOTHING_FOUND);
    }

    private static String text(Path reports) throws IOException {
        try (Stream<Path> files = Files.list(reports)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        }
    }
}
