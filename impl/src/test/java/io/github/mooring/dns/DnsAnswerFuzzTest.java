package io.github.mooring.dns;

import static io.github.mooring.dns.Bytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.api.dns.TxtRecord;
import io.github.mooring.time.Seed;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Answers with random damage: each is read, passed over or malformed, and what was read can be used. */
class DnsAnswerFuzzTest {
    private static final int RUNS = 100_000;
    private static final DnsQuery SRV = new DnsQuery(0x1234, "a.example.com", RecordType.SRV);
    private static final DnsQuery TXT = new DnsQuery(0x1234, "a.example.com", RecordType.TXT);
    /** Where the name of the question stands, and the domain in it. */
    private static final int NAME = 12;

    private static final int DOMAIN = NAME + 2;

    /** An alias, and two servers of what it leads to. */
    private static final byte[] SERVERS = bytes(
            answerTo(33, 3),
            bytes(0xc0, NAME, 0, 5, 0, 1, 0, 0, 0, 60, 0, 4, 1, "b", 0xc0, DOMAIN),
            bytes(1, "b", 0xc0, DOMAIN, 0, 33, 0, 1, 0, 0, 0, 60, 0, 10, 0, 0, 0, 5, 0x69, 0x89, 1, "x", 0xc0, DOMAIN),
            bytes(1, "b", 0xc0, DOMAIN, 0, 33, 0, 1, 0, 0, 0, 60, 0, 9, 0, 0, 0, 5, 0x69, 0x89, 1, "y", 0));

    /** A text of two parts. */
    private static final byte[] TEXTS =
            bytes(answerTo(16, 1), bytes(0xc0, NAME, 0, 16, 0, 1, 0, 0, 0, 60, 0, 7, 2, "ab", 3, "cde"));

    private final Random random = new Seed("DnsAnswerFuzzTest").random();

    private static byte[] answerTo(int type, int records) {
        return bytes(
                bytes(0x12, 0x34, 0x81, 0x80, 0, 1, 0, records, 0, 0, 0, 0),
                bytes(1, "a", 7, "example", 3, "com", 0, 0, type, 0, 1));
    }

    @Test
    void unharmedTheyCanBeRead() throws MalformedAnswerException {
        assertThat(DnsAnswer.read(SERVERS, SRV).orElseThrow().servers(SRV.name()))
                .extracting(SrvRecord::target)
                .containsExactly("x.example.com", "y");
        assertThat(DnsAnswer.read(TEXTS, TXT).orElseThrow().texts(TXT.name()))
                .containsExactly(new TxtRecord(List.of("ab", "cde")));
    }

    @Test
    void noAnswerBreaksTheReader() {
        int read = 0;
        for (int run = 0; run < RUNS; run++) {
            boolean srv = random.nextBoolean();
            read += check(damaged(srv ? SERVERS : TEXTS), srv ? SRV : TXT);
        }
        // else the damage is so great that nothing behind the first check is reached
        assertThat(read).isGreaterThan(RUNS / 20);
    }

    private byte[] damaged(byte[] message) {
        int length = random.nextInt(8) == 0 ? random.nextInt(message.length + 1) : message.length;
        byte[] damaged = Arrays.copyOf(message, length + (random.nextInt(8) == 0 ? random.nextInt(20) : 0));
        for (int i = random.nextInt(6); i > 0 && damaged.length > 0; i--) {
            // the header is hit seldom, since damage there ends the reading
            int from = random.nextInt(8) == 0 ? 0 : Math.min(30, damaged.length - 1);
            damaged[from + random.nextInt(damaged.length - from)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static int check(byte[] message, DnsQuery query) {
        try {
            Optional<DnsAnswer> answer = DnsAnswer.read(message, query);
            if (answer.isEmpty()) {
                return 0;
            }
            answer.get().texts(query.name());
            for (SrvRecord server : answer.get().servers(query.name())) {
                assertThat(server.target()).hasSizeLessThan(DnsName.LONGEST);
            }
            return 1;
        } catch (MalformedAnswerException e) {
            assertThat(e.getMessage()).isNotBlank();
            return 0;
        } catch (RuntimeException | StackOverflowError e) {
            return fail(HexFormat.of().formatHex(message), e);
        }
    }
}
