package io.github.mooring.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes sound messages at random, a few places at a time; the same numbers make the same messages. */
public final class Mutator {
    private static final int MAX_CHANGES = 4;
    private static final int MAX_REPEATS = 40;
    private static final int MAX_BYTES = 16 * 1024;
    /** What parsers trip over. */
    private static final byte[] TELLING = ",=+-/0179nrsivem\0\n\u007f".getBytes(StandardCharsets.ISO_8859_1);

    private final Random random;
    private final List<byte[]> seeds;

    public Mutator(Random random, List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    /** Another one. */
    public byte[] next() {
        byte[] message = seed().clone();
        for (int left = 1 + random.nextInt(MAX_CHANGES); left > 0; left--) {
            message = changed(message);
            message = message.length > MAX_BYTES ? Arrays.copyOf(message, MAX_BYTES) : message;
        }
        return message;
    }

    private byte[] changed(byte[] message) {
        int at = random.nextInt(message.length + 1);
        int end = at + random.nextInt(message.length - at + 1);
        return switch (random.nextInt(6)) {
            case 0 -> spliced(message, at, new byte[] {aByte()}, Math.min(at + 1, message.length));
            case 1 -> spliced(message, at, new byte[] {aByte()}, at);
            case 2 -> spliced(message, at, new byte[0], end);
            case 3 -> spliced(message, at, repeated(message, at, end), end);
            case 4 -> spliced(message, at, seed(), end);
            default -> flipped(message, at);
        };
    }

    private byte[] repeated(byte[] message, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int left = random.nextInt(MAX_REPEATS); left > 0; left--) {
            bytes.write(message, from, to - from);
        }
        return bytes.toByteArray();
    }

    private byte[] flipped(byte[] message, int at) {
        byte[] changed = message.clone();
        if (at < changed.length) {
            changed[at] ^= (byte) (1 << random.nextInt(8));
        }
        return changed;
    }

    private static byte[] spliced(byte[] message, int from, byte[] middle, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(message, 0, from);
        bytes.writeBytes(middle);
        bytes.write(message, to, message.length - to);
        return bytes.toByteArray();
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte aByte() {
        return random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : (byte) random.nextInt(256);
    }
}
