package io.github.mooring.wire;

import java.util.List;

/**
 * Wraps messages into OP_COMPRESSED and takes them out again. A message is header, original opcode, uncompressed size,
 * compressor, and the compressed bytes of everything behind the original header.
 *
 * @see <a href="https://github.com/mongodb/specifications/blob/master/source/compression/OP_COMPRESSED.md">OP_COMPRESSED</a>
 */
public final class OpCompressed {
    private static final int ORIGINAL_OPCODE = MessageHeader.SIZE;
    private static final int UNCOMPRESSED_SIZE = ORIGINAL_OPCODE + 4;
    private static final int COMPRESSOR_ID = UNCOMPRESSED_SIZE + 4;
    private static final int CONTENT = COMPRESSOR_ID + 1;

    private OpCompressed() {}

    /**
     * Compresses the one message that a buffer holds. A message that would thereby become larger than the server takes
     * stays as it is, which every server takes as well.
     *
     * @return whether it is compressed now
     */
    public static boolean wrap(WireBuffer buffer, Compressor compressor, int maxMessageSizeBytes) {
        int size = buffer.getPosition() - MessageHeader.SIZE;
        byte[] wrapped = new byte[CONTENT + compressor.maxCompressedLength(size)];
        int count = compressor.compress(buffer.array(), MessageHeader.SIZE, size, wrapped, CONTENT);
        int length = CONTENT + count;
        if (length > maxMessageSizeBytes) {
            return false;
        }
        System.arraycopy(buffer.array(), 0, wrapped, 0, MessageHeader.SIZE);
        LittleEndian.putInt(wrapped, 0, length);
        LittleEndian.putInt(wrapped, ORIGINAL_OPCODE, MessageHeader.readOpCode(wrapped, 0));
        LittleEndian.putInt(wrapped, MessageHeader.SIZE - 4, OpCode.COMPRESSED);
        LittleEndian.putInt(wrapped, UNCOMPRESSED_SIZE, size);
        wrapped[COMPRESSOR_ID] = (byte) compressor.id();
        buffer.truncateToPosition(0);
        buffer.writeBytes(wrapped, 0, length);
        return true;
    }

    /**
     * Takes a message out. Its size is judged before memory is taken for it, and nothing beyond that size is inflated.
     *
     * @param bytes               begin with the whole message
     * @param length              bytes of the message
     * @param accepted            which compressors were agreed on
     * @param wantedOpCode        what has to be inside
     * @param maxMessageSizeBytes largest message accepted, uncompressed and with its header
     * @return the message as it was before it was compressed, header included, in an array of its size
     * @throws WireException if it is anything else
     */
    public static byte[] unwrap(
            byte[] bytes, int length, List<Compressor> accepted, int wantedOpCode, int maxMessageSizeBytes) {
        if (length < CONTENT) {
            throw new WireException("OP_COMPRESSED message length", "at least " + CONTENT, length);
        }
        int opCode = LittleEndian.getInt(bytes, ORIGINAL_OPCODE);
        if (opCode != wantedOpCode) {
            throw new WireException(
                    "OP_COMPRESSED originalOpcode", OpCode.describe(wantedOpCode), OpCode.describe(opCode));
        }
        int size = LittleEndian.getInt(bytes, UNCOMPRESSED_SIZE);
        int most = maxMessageSizeBytes - MessageHeader.SIZE;
        if (size < 1 || size > most) {
            throw new WireException("OP_COMPRESSED uncompressedSize", "1.." + most, size);
        }
        Compressor compressor = find(accepted, bytes[COMPRESSOR_ID] & 0xFF);
        byte[] message = new byte[MessageHeader.SIZE + size];
        compressor.inflate(bytes, CONTENT, length - CONTENT, message, MessageHeader.SIZE, size);
        System.arraycopy(bytes, 0, message, 0, MessageHeader.SIZE);
        LittleEndian.putInt(message, 0, message.length);
        LittleEndian.putInt(message, MessageHeader.SIZE - 4, opCode);
        return message;
    }

    private static Compressor find(List<Compressor> accepted, int id) {
        for (Compressor each : accepted) {
            if (each.id() == id) {
                return each;
            }
        }
        String known = accepted.stream()
                .map(each -> each.id() + " (" + each.name() + ")")
                .toList()
                .toString();
        throw new WireException("OP_COMPRESSED compressorId", "one of those agreed on: " + known, id);
    }
}
