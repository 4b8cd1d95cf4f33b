package io.github.mooring.transport;

import io.github.mooring.api.MongoConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a PEM file, and what to say where that is not as it should be; immutable. No error shows content.
 *
 * @param option the option that names the file
 * @param path   the file
 * @param blocks its blocks, in their order; what stands between them is comment
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
record PemFile(String option, String path, List<PemBlock> blocks) {
    /** Largest file that is read. Chosen: several times the size of all public authorities together. */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private static final int DER_SEQUENCE = 0x30;

    /**
     * Reads a file.
     *
     * @throws MongoConfigurationException if there is none, it cannot be read, or it holds nothing
     */
    static PemFile read(String option, String path) {
        byte[] bytes = bytes(option, path);
        List<PemBlock> blocks;
        try {
            blocks = new PemParser(new String(bytes, StandardCharsets.ISO_8859_1)).parse();
        } catch (PemParser.Malformed e) {
            throw error(option, path, String.valueOf(e.getMessage()), null);
        }
        if (blocks.isEmpty()) {
            boolean binary = bytes.length > 0 && bytes[0] == DER_SEQUENCE;
            throw error(
                    option,
                    path,
                    "it holds no PEM block (-----BEGIN ...-----) in " + bytes.length + " bytes"
                            + (binary ? "; is it DER or PKCS#12? Convert it with openssl" : ""),
                    null);
        }
        return new PemFile(option, path, blocks);
    }

    /** The blocks with one of these labels. */
    List<PemBlock> labelled(String... labels) {
        List<String> wanted = List.of(labels);
        return blocks.stream().filter(block -> wanted.contains(block.label())).toList();
    }

    /** Which blocks there are, for messages. */
    String inventory() {
        return blocks.stream().map(PemBlock::toString).collect(Collectors.joining(", "));
    }

    /** Something is wrong with the file as a whole. */
    MongoConfigurationException error(String what) {
        return error(option, path, what, null);
    }

    /** Something is wrong with one block. */
    MongoConfigurationException error(PemBlock block, String what, @Nullable Throwable cause) {
        return error(option, path, block + ": " + what, cause);
    }

    private static byte[] bytes(String option, String path) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw error(option, path, "it is larger than " + MAX_BYTES + " bytes; is it the right file?", null);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw error(option, path, "there is no such file", e);
        } catch (AccessDeniedException e) {
            throw error(option, path, "this process is not allowed to read it", e);
        } catch (InvalidPathException | IOException e) {
            throw error(option, path, "it cannot be read: " + e.getMessage(), e);
        }
    }

    private static MongoConfigurationException error(
            String option, String path, String what, @Nullable Throwable cause) {
        return new MongoConfigurationException(option + " '" + path + "': " + what, cause);
    }
}
