package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged frames end in a WireException or are good by chance: never in another exception, a hang or a big array. */
class MalformedFrameTest {

    private static final BsonDocument COMMAND = BsonDocument.parse("{insert: 'c', $db: 'test', ordered: true}");

    static List<byte[]> frames() {
        BsonDocument all = new RandomDocuments(1).everyType();
        return List.of(
                Frames.opMsg(0, BsonDocument.parse("{ok: 1.0, cursor: {firstBatch: [{a: 'x'}], id: 0}}")),
                Frames.opMsg(0, all),
                Frames.opMsg(0, COMMAND, all, new BsonDocument()),
                Frames.opMsg(OpMsg.CHECKSUM_PRESENT, COMMAND, new BsonDocument()),
                Frames.opReply(8, 1, Frames.bson(all)));
    }

    static Stream<byte[]> framesWithoutChecksum() {
        return frames().stream().filter(f -> f[OpMsg.FLAGS_OFFSET] != OpMsg.CHECKSUM_PRESENT);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void theSamplesThemselvesAreGood(byte[] frame) {
        Frames.readWhole(frame);
        assertThat(MessageHeader.read(frame, 0, Frames.MAX).length()).isEqualTo(frame.length);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void truncationAtEveryByteIsRefused(byte[] frame) {
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatExceptionOfType(WireException.class)
                    .as("cut to %d of %d", length, frame.length)
                    .isThrownBy(() -> Frames.readWhole(cut));
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void truncationWithACorrectedMessageLengthIsRefused(byte[] frame) {
        for (int length = MessageHeader.SIZE; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            LittleEndian.putInt(cut, 0, length);
            if (!isWholeMessageWithoutItsLastSection(cut, frame)) {
                assertThatExceptionOfType(WireException.class)
                        .as("cut to %d of %d", length, frame.length)
                        .isThrownBy(() -> Frames.readWhole(cut));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void trailingBytesAreRefused(byte[] frame) {
        byte[] longer = Arrays.copyOf(frame, frame.length + 1);
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> Frames.readWhole(longer));

        LittleEndian.putInt(longer, 0, longer.length);
        assertThatExceptionOfType(WireException.class).isThrownBy(() -> Frames.readWhole(longer));
    }

    @ParameterizedTest
    @MethodSource("framesWithoutChecksum")
    void anyFourBytesTakenForALengthAndSetToNonsenseDoNoHarm(byte[] frame) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int at = 0; at <= frame.length - 4; at++) {
            int was = LittleEndian.getInt(frame, at);
            int[] values = {0, -1, 1, 4, was - 1, was + 1, was + 5, Integer.MAX_VALUE, Integer.MIN_VALUE, frame.length};
            for (int value : values) {
                byte[] damaged = frame.clone();
                LittleEndian.putInt(damaged, at, value);
                long before = threads.getCurrentThreadAllocatedBytes();
                refused += refusedOrGood(damaged, "offset " + at + " set to " + value) ? 1 : 0;
                assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000_000);
            }
        }
        assertThat(refused).isGreaterThan(frame.length);
    }

    @ParameterizedTest
    @MethodSource("framesWithoutChecksum")
    void flippedBitsDoNoHarm(byte[] frame) {
        long seed = RandomDocuments.printedSeed();
        Random random = new Random(seed);
        int refused = 0;
        for (int run = 0; run < 5000; run++) {
            byte[] damaged = frame.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            refused += refusedOrGood(damaged, "seed " + seed + " run " + run) ? 1 : 0;
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void everySingleFlippedBitIsFoundByTheChecksum(byte[] frame) {
        if (frame[OpMsg.FLAGS_OFFSET] != OpMsg.CHECKSUM_PRESENT) {
            return;
        }
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatExceptionOfType(WireException.class)
                    .as("bit %d", bit)
                    .isThrownBy(() -> Frames.readWhole(damaged));
        }
    }

    private static boolean refusedOrGood(byte[] frame, String how) {
        try {
            Frames.readWhole(frame);
            return false;
        } catch (WireException e) {
            return true;
        } catch (RuntimeException e) {
            return fail("%s of %s: %s", how, Frames.hex(frame), e);
        }
    }

    /** Cut exactly between two sections, a message with a corrected length is simply a shorter message. */
    private static boolean isWholeMessageWithoutItsLastSection(byte[] cut, byte[] frame) {
        if (LittleEndian.getInt(frame, 12) != OpCode.MSG || cut.length < OpMsg.SECTIONS_OFFSET + 5) {
            return false;
        }
        return cut.length == OpMsg.SECTIONS_OFFSET + 1 + LittleEndian.getInt(frame, OpMsg.SECTIONS_OFFSET + 1)
                && frame[OpMsg.FLAGS_OFFSET] == 0;
    }
}
