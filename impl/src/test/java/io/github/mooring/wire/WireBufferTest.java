package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import org.bson.io.BasicOutputBuffer;
import org.bson.io.OutputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireBufferTest {

    private final WireBuffer buffer = new WireBuffer();

    @Test
    void writesTheSameBytesAsTheLibrarysBuffer() {
        long seed = RandomDocuments.printedSeed();
        BasicOutputBuffer library = new BasicOutputBuffer();

        writeALot(library, new Random(seed));
        writeALot(buffer, new Random(seed));

        assertThat(buffer.toByteArray()).as("seed %d", seed).isEqualTo(library.toByteArray());
        assertThat(buffer.size()).isEqualTo(library.size());
    }

    @Test
    void pipesItsContent() throws IOException {
        buffer.writeString("héllo");
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        assertThat(buffer.pipe(out)).isEqualTo(11);
        assertThat(out.toByteArray()).isEqualTo(Frames.hex("07000000 68c3a96c6c6f 00"));
        assertThat(buffer.getByteBuffers())
                .singleElement()
                .satisfies(b -> assertThat(b.remaining()).isEqualTo(11));
    }

    @Test
    void fillsInANumberWhereOneWasLeftOpen() {
        buffer.writeInt32(0);
        buffer.writeInt32(5);
        buffer.writeInt32(0, 0x01020304);

        assertThat(buffer.toByteArray()).isEqualTo(Frames.hex("04030201 05000000"));
        assertThatIllegalArgumentException().isThrownBy(() -> buffer.writeInt32(5, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> buffer.writeInt32(-1, 1));
    }

    @Test
    void truncatesOnlyBackwards() {
        buffer.writeInt64(1);
        buffer.truncateToPosition(3);

        assertThat(buffer.getPosition()).isEqualTo(3);
        assertThatIllegalArgumentException().isThrownBy(() -> buffer.truncateToPosition(4));
        assertThatIllegalArgumentException().isThrownBy(() -> buffer.truncateToPosition(-1));
    }

    @Test
    void keepsASmallArrayOverAResetAndGivesALargeOneBack() {
        buffer.writeBytes(new byte[WireBuffer.RETAINED_BYTES]);
        byte[] kept = buffer.array();
        buffer.reset();
        assertThat(buffer.array()).isSameAs(kept);
        assertThat(buffer.size()).isZero();

        buffer.writeBytes(new byte[WireBuffer.RETAINED_BYTES + 1]);
        buffer.reset();
        assertThat(buffer.array()).hasSizeLessThanOrEqualTo(WireBuffer.RETAINED_BYTES);
    }

    @Test
    void refusesNulInNamesButNotInStrings() {
        buffer.writeString("a\0b");

        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> buffer.writeCString("a\0b"))
                .withMessage("field name or regular expression 'a?b' contains NUL at index 1")
                .matches(e -> e.reason() == EncodingException.Reason.NUL_IN_NAME);
        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> buffer.writeCString("é\0b"))
                .withMessageContaining("index 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab\uD83D", "ab\uD83Dx", "ab\uDE00", "ab\uDE00\uD83D"})
    void refusesHalfASurrogatePair(String text) {
        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> buffer.writeString(text))
                .withMessageContaining("unpaired surrogate at index 2")
                .matches(e -> e.reason() == EncodingException.Reason.UNPAIRED_SURROGATE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abcdef", "abcéx", "a\u20ACbc", "xyé", "\uD83D\uDE00ab"})
    void theLimitIsExact(String text) {
        WireBuffer free = new WireBuffer();
        free.writeString(text);
        int size = free.size();

        buffer.limit(0, size);
        buffer.writeString(text);
        assertThat(buffer.size()).isEqualTo(size);

        buffer.truncateToPosition(0);
        buffer.limit(0, size - 1);
        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> buffer.writeString(text))
                .matches(e -> e.reason() == EncodingException.Reason.TOO_LARGE)
                .matches(e -> e.limit() == size - 1 && e.actual() == size);
    }

    @Test
    void doesNotAllocateForAValueBeyondTheLimit() {
        byte[] before = buffer.array();
        buffer.limit(0, 100);

        assertThatExceptionOfType(EncodingException.class)
                .isThrownBy(() -> buffer.writeBytes(new byte[2000]))
                .withMessage("document is larger than 100 bytes: at least 2000");
        assertThat(buffer.array()).isSameAs(before);
    }

    private static void writeALot(OutputBuffer out, Random random) {
        String[] texts = {"", "ascii", "é", "mixed é text", "\u20AC", "日本語", "\uD83D\uDE00 smile", "a\u07FF\u0800\uFFFF"
        };
        for (int i = 0; i < 2000; i++) {
            switch (random.nextInt(6)) {
                case 0 -> out.writeInt32(random.nextInt());
                case 1 -> out.writeInt64(random.nextLong());
                case 2 -> out.writeDouble(random.nextDouble());
                case 3 -> out.writeString(texts[random.nextInt(texts.length)]);
                case 4 -> out.writeCString(texts[random.nextInt(texts.length)]);
                default -> out.writeByte(random.nextInt());
            }
        }
    }
}
