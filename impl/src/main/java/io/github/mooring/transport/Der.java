package io.github.mooring.transport;

import java.security.PublicKey;
import java.util.Arrays;

/**
 * The few bytes of ASN.1 that turn an older form of a private key into PKCS#8, which is the one that the JDK reads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5208">RFC 5208 (PKCS#8)</a>,
 *     <a href="https://www.rfc-editor.org/rfc/rfc5915">RFC 5915 (keys of elliptic curves)</a>
 */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    /** 0, the version of PKCS#8. */
    private static final byte[] VERSION = {INTEGER, 1, 0};

    /** The object identifier 1.2.840.113549.1.1.1, RSA, and a NULL for its parameters. */
    private static final byte[] RSA = {
        0x06, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 0x05, 0
    };

    private Der() {}

    /** A key in PKCS#1 form as PKCS#8. */
    static byte[] rsaToPkcs8(byte[] pkcs1) {
        return pkcs8(RSA, pkcs1);
    }

    /**
     * A key in SEC 1 form as PKCS#8. Programs differ in whether they name the curve inside, so it is taken from the
     * certificate that the key is to fit.
     */
    static byte[] ecToPkcs8(byte[] sec1, PublicKey certified) {
        byte[] info = certified.getEncoded(); // SEQUENCE { SEQUENCE algorithm, BIT STRING key }
        int outer = contentAt(info, 0);
        int algorithm = contentAt(info, outer);
        return pkcs8(Arrays.copyOfRange(info, algorithm, algorithm + lengthAt(info, outer)), sec1);
    }

    private static byte[] pkcs8(byte[] algorithm, byte[] key) {
        return tagged(SEQUENCE, concat(VERSION, tagged(SEQUENCE, algorithm), tagged(OCTET_STRING, key)));
    }

    /** Where the content of the element begins that begins there; the JDK has made these bytes, so they are sound. */
    private static int contentAt(byte[] bytes, int at) {
        int first = bytes[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static int lengthAt(byte[] bytes, int at) {
        int first = bytes[at + 1] & 0xFF;
        int length = first < 0x80 ? first : 0;
        for (int i = at + 2; i < contentAt(bytes, at); i++) {
            length = (length << 8) | (bytes[i] & 0xFF);
        }
        return length;
    }

    private static byte[] tagged(int tag, byte[] content) {
        return concat(new byte[] {(byte) tag}, length(content.length), content);
    }

    /** In as few bytes as it takes: the JDK refuses more. */
    private static byte[] length(int length) {
        if (length < 0x80) {
            return new byte[] {(byte) length};
        }
        if (length < 0x100) {
            return new byte[] {(byte) 0x81, (byte) length};
        }
        return length < 0x10000
                ? new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length}
                : new byte[] {(byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
