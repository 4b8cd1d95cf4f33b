package io.github.mooring.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * How a file looked without being read; two equal stamps mean the same content as a rule. The file's identity is in it,
 * because a renewed certificate often comes as another file of the same size that is moved into place.
 *
 * @param text time of the last change, size and identity, or that there was none
 */
record FileStamp(String text) {
    /** Both files of a configuration, as they look now. */
    static List<FileStamp> of(TlsFiles files) {
        List<FileStamp> stamps = new ArrayList<>();
        if (files.caFile() != null) {
            stamps.add(of(files.caFile()));
        }
        if (files.certificateKeyFile() != null) {
            stamps.add(of(files.certificateKeyFile()));
        }
        return List.copyOf(stamps);
    }

    private static FileStamp of(String path) {
        try {
            BasicFileAttributes found = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            return new FileStamp(found.lastModifiedTime() + " " + found.size() + " " + found.fileKey());
        } catch (IOException | InvalidPathException e) {
            return new FileStamp("none: " + e.getClass().getSimpleName());
        }
    }
}
