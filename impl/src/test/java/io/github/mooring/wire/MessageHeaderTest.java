package io.github.mooring.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageHeaderTest {

    private static final byte[] BYTES = Frames.hex("ffff 10000000 01000000 feffffff dd070000");

    @Test
    void readsLittleEndianFieldsFromAnOffset() {
        assertThat(MessageHeader.read(BYTES, 2, 16)).isEqualTo(new MessageHeader(16, 1, -2, OpCode.MSG));
        assertThat(MessageHeader.readLength(BYTES, 2, 16)).isEqualTo(16);
        assertThat(MessageHeader.readResponseTo(BYTES, 2)).isEqualTo(-2);
        assertThat(MessageHeader.readOpCode(BYTES, 2)).isEqualTo(OpCode.MSG);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 15, 101, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void refusesALengthOutsideTheLimits(int length) {
        byte[] bytes = BYTES.clone();
        LittleEndian.putInt(bytes, 2, length);

        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> MessageHeader.read(bytes, 2, 100))
                .withMessage("message header messageLength: expected 16..100, got " + length)
                .satisfies(e -> {
                    assertThat(e.field()).isEqualTo("message header messageLength");
                    assertThat(e.expected()).isEqualTo("16..100");
                    assertThat(e.actual()).isEqualTo(Integer.toString(length));
                });
    }

    @Test
    void refusesFewerThanSixteenBytes() {
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> MessageHeader.read(BYTES, 3, 100))
                .withMessage("message header: expected 16 bytes, got 15");
        assertThatExceptionOfType(WireException.class)
                .isThrownBy(() -> MessageHeader.readLength(BYTES, 3, 100))
                .withMessage("message header: expected 16 bytes, got 15");
    }
}
