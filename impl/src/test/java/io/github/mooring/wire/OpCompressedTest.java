package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mooring.time.Seed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xerial.snappy.Snappy;

/** OP_COMPRESSED as bytes: what is written, against the reference implementations; and what is refused when it is read. */
class OpCompressedTest {
    private static final int MAX = 48_000_000;
    private static final int FIELDS_END = 25;
    private static final Compressor SNAPPY = new io.github.mooring.wire.Snappy();
    private static final Compressor ZLIB = new Zlib(-1);
    private static final Compressor ZSTD = new Zstd();
    private static final List<Compressor> ALL = List.of(SNAPPY, ZLIB, ZSTD);

    static Stream<Compressor> compressors() {
        return ALL.stream();
    }

    static Stream<Arguments> compressorsAndSizes() {
        return ALL.stream()
                .flatMap(each -> IntStream.of(5, 100, 4_000, 70_000, 3_000_000)
                        .boxed()
                        .flatMap(size -> Stream.of(Arguments.of(each, size, true), Arguments.of(each, size, false))));
    }

    @ParameterizedTest
    @MethodSource("compressorsAndSizes")
    void messageComesOutAsItWentIn(Compressor compressor, int size, boolean dense) {
        byte[] content = dense ? text(size) : noise(size, new Random(size));
        byte[] message = message(content);

        byte[] wrapped = wrap(message, compressor);

        assertThat(LittleEndian.getInt(wrapped, 0)).as("messageLength").isEqualTo(wrapped.length);
        assertThat(LittleEndian.getInt(wrapped, 4)).as("requestID").isEqualTo(7);
        assertThat(LittleEndian.getInt(wrapped, 8)).as("responseTo").isEqualTo(9);
        assertThat(LittleEndian.getInt(wrapped, 12)).as("opCode").isEqualTo(2012);
        assertThat(LittleEndian.getInt(wrapped, 16)).as("originalOpcode").isEqualTo(2013);
        assertThat(LittleEndian.getInt(wrapped, 20)).as("uncompressedSize").isEqualTo(size);
        assertThat(wrapped[24]).as("compressorId").isEqualTo((byte) compressor.id());
        assertThat(unwrap(wrapped)).isEqualTo(message);
        if (dense && size >= 4_000) {
            assertThat(wrapped).hasSizeLessThan(size / 4);
        }
    }

    @Test
    void whatIsWrittenIsWhatTheReferenceImplementationsRead() throws IOException {
        byte[] content = text(10_000);
        byte[] message = message(content);

        assertThat(Snappy.uncompress(inside(wrap(message, SNAPPY)))).isEqualTo(content);
        assertThat(com.github.luben.zstd.Zstd.decompress(inside(wrap(message, ZSTD)), 20_000))
                .isEqualTo(content);
        assertThat(new InflaterInputStream(new ByteArrayInputStream(inside(wrap(message, ZLIB)))).readAllBytes())
                .isEqualTo(content);
    }

    @Test
    void whatTheReferenceImplementationsWriteIsRead() throws IOException {
        byte[] content = text(10_000);

        for (int level : new int[] {1, 3, 19}) {
            byte[] packed = com.github.luben.zstd.Zstd.compress(content, level);
            assertThat(unwrap(frame(2013, content.length, 3, packed))).isEqualTo(message(content));
        }
        assertThat(unwrap(frame(2013, content.length, 1, Snappy.compress(content))))
                .isEqualTo(message(content));
    }

    @Test
    void levelOfZlibCounts() {
        byte[] message = message(text(100_000));

        int none = wrap(message, new Zlib(0)).length;
        int fast = wrap(message, new Zlib(1)).length;
        int best = wrap(message, new Zlib(9)).length;

        assertThat(none).isGreaterThan(100_000);
        assertThat(best).isLessThan(fast).isLessThan(10_000);
        assertThatThrownBy(() -> new Zlib(10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("zlibCompressionLevel is 10, allowed is -1 to 9");
        assertThatThrownBy(() -> new Zlib(-2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messageThatWouldBecomeTooLargeStaysAsItIs() {
        byte[] message = message(noise(1_000, new Random(1)));
        WireBuffer buffer = new WireBuffer();
        buffer.writeBytes(message, 0, message.length);

        assertThat(OpCompressed.wrap(buffer, ZLIB, message.length)).isFalse();

        assertThat(buffer.toByteArray()).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void sizeThatLiesIsRefusedInBothDirections(Compressor compressor) {
        byte[] wrapped = wrap(message(text(5_000)), compressor);

        for (int lie : new int[] {0, 1, 4_999, 5_001, 1_000_000}) {
            assertThatThrownBy(() -> unwrap(withInt(wrapped, 20, lie)))
                    .as("%s says %d", compressor.name(), lie)
                    .isInstanceOf(WireException.class)
                    .hasMessageContaining("OP_COMPRESSED");
        }
    }

    @Test
    void sizeIsJudgedBeforeMemoryIsTaken() {
        byte[] wrapped = wrap(message(text(100)), ZLIB);

        for (int size : new int[] {MAX - 15, Integer.MAX_VALUE, 0, -1, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> unwrap(withInt(wrapped, 20, size)))
                    .isInstanceOf(WireException.class)
                    .hasMessage("OP_COMPRESSED uncompressedSize: expected 1..47999984, got " + size);
        }
    }

    /** A bomb: a megabyte of zeros in a kilobyte, said to be small. */
    @ParameterizedTest
    @MethodSource("compressors")
    void nothingIsInflatedBeyondTheSize(Compressor compressor) {
        byte[] bomb = withInt(wrap(message(new byte[1_000_000]), compressor), 20, 64);

        assertThatThrownBy(() -> unwrap(bomb)).isInstanceOf(WireException.class);
    }

    @Test
    void otherFieldsAreJudged() {
        byte[] wrapped = wrap(message(text(100)), ZLIB);
        byte[] unknown = wrapped.clone();
        unknown[24] = (byte) 200;

        assertThatThrownBy(() -> unwrap(withInt(wrapped, 16, 2012)))
                .hasMessage("OP_COMPRESSED originalOpcode: expected OP_MSG (2013), got OP_COMPRESSED (2012)");
        assertThatThrownBy(() -> unwrap(withInt(wrapped, 16, 1)))
                .hasMessage("OP_COMPRESSED originalOpcode: expected OP_MSG (2013), got OP_REPLY (1)");
        assertThatThrownBy(() -> unwrap(unknown))
                .hasMessage(
                        "OP_COMPRESSED compressorId: expected one of those agreed on: [1 (snappy), 2 (zlib), 3 (zstd)],"
                                + " got 200");
        assertThatThrownBy(() -> OpCompressed.unwrap(wrapped, wrapped.length, List.of(SNAPPY), 2013, MAX))
                .hasMessage("OP_COMPRESSED compressorId: expected one of those agreed on: [1 (snappy)], got 2");
        assertThatThrownBy(() -> OpCompressed.unwrap(wrapped, 24, ALL, 2013, MAX))
                .hasMessage("OP_COMPRESSED message length: expected at least 25, got 24");
    }

    @ParameterizedTest
    @MethodSource("compressors")
    void messageThatIsCutOffAnywhereIsRefused(Compressor compressor) {
        byte[] wrapped = wrap(message(text(300)), compressor);

        for (int length = 0; length < wrapped.length; length++) {
            byte[] cut = Arrays.copyOf(wrapped, length);
            assertThatThrownBy(() -> unwrap(cut)).as("%d bytes", length).isInstanceOf(WireException.class);
        }
    }

    @Test
    void bytesBehindTheEndOfTheStreamAreRefused() {
        byte[] wrapped = wrap(message(text(300)), ZLIB);

        assertThatThrownBy(() -> unwrap(Arrays.copyOf(wrapped, wrapped.length + 3)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("expected nothing behind its end, got 3 bytes");
    }

    /** Whatever the bytes, the answer is the message or a refusal in words, within the bounds of the arrays. */
    @ParameterizedTest
    @MethodSource("compressors")
    void damagedMessagesNeverCauseAnythingButARefusal(Compressor compressor) {
        Seed seed = new Seed("OpCompressedTest " + compressor.name());
        Random random = seed.random(compressor.id());
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            int size = random.nextInt(2_000);
            byte[] damaged =
                    damage(wrap(message(random.nextBoolean() ? text(size) : noise(size, random)), compressor), random);
            try {
                byte[] message = OpCompressed.unwrap(damaged, damaged.length, ALL, 2013, 100_000);
                assertThat(message.length).as("%s, round %d", seed, i).isBetween(16, 100_000);
            } catch (WireException e) {
                refused++;
            }
        }
        assertThat(refused).as("%s", seed).isGreaterThan(5_000);
    }

    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged =
                random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 10)) : bytes.clone();
        for (int hits = random.nextInt(4); hits >= 0 && damaged.length > 16; hits--) {
            // the fields in front are hit as often as all the rest
            int limit = random.nextBoolean() ? Math.min(40, damaged.length) : damaged.length;
            damaged[16 + random.nextInt(limit - 16)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static byte[] unwrap(byte[] wrapped) {
        return OpCompressed.unwrap(wrapped, wrapped.length, ALL, OpCode.MSG, MAX);
    }

    private static byte[] wrap(byte[] message, Compressor compressor) {
        WireBuffer buffer = new WireBuffer();
        buffer.writeBytes(message, 0, message.length);
        assertThat(OpCompressed.wrap(buffer, compressor, MAX)).isTrue();
        return buffer.toByteArray();
    }

    /** Header and content; what is inside does not matter here. */
    private static byte[] message(byte[] content) {
        byte[] message = new byte[16 + content.length];
        LittleEndian.putInt(message, 0, message.length);
        LittleEndian.putInt(message, 4, 7);
        LittleEndian.putInt(message, 8, 9);
        LittleEndian.putInt(message, 12, OpCode.MSG);
        System.arraycopy(content, 0, message, 16, content.length);
        return message;
    }

    private static byte[] frame(int originalOpCode, int size, int compressorId, byte[] packed) {
        byte[] frame = new byte[FIELDS_END + packed.length];
        LittleEndian.putInt(frame, 0, frame.length);
        LittleEndian.putInt(frame, 4, 7);
        LittleEndian.putInt(frame, 8, 9);
        LittleEndian.putInt(frame, 12, OpCode.COMPRESSED);
        LittleEndian.putInt(frame, 16, originalOpCode);
        LittleEndian.putInt(frame, 20, size);
        frame[24] = (byte) compressorId;
        System.arraycopy(packed, 0, frame, FIELDS_END, packed.length);
        return frame;
    }

    private static byte[] inside(byte[] wrapped) {
        return Arrays.copyOfRange(wrapped, FIELDS_END, wrapped.length);
    }

    private static byte[] withInt(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        LittleEndian.putInt(changed, at, value);
        return changed;
    }

    private static byte[] text(int size) {
        byte[] words = "all work and no play makes a dull boy; ".getBytes(StandardCharsets.US_ASCII);
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = (byte) (i % 997 == 0 ? i : words[i % words.length]);
        }
        return text;
    }

    private static byte[] noise(int size, Random random) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return noise;
    }
}
