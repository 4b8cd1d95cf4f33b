package io.github.mooring.dns;

import static io.github.mooring.dns.Bytes.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.dns.SrvRecord;
import io.github.mooring.api.dns.TxtRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers byte by byte, as servers write them and as nobody should. */
class DnsAnswerTest {
    private static final DnsQuery QUERY = new DnsQuery(0x1234, "a.bc", RecordType.SRV);
    /** Where the name of the question begins. */
    private static final int NAME = 12;

    private static byte[] answer(int flags, int count, byte[] records) {
        byte[] header = bytes(0x12, 0x34, flags >> 8, flags, 0, 1, count >> 8, count, 0, 0, 0, 0);
        return bytes(header, question(), records);
    }

    private static byte[] question() {
        return bytes(1, "a", 2, "bc", 0, 0, 33, 0, 1);
    }

    private static byte[] record(int type, int length, byte[] data) {
        return bytes(0xc0, NAME, 0, type, 0, 1, 0, 0, 0, 60, length >> 8, length, data);
    }

    private static byte[] record(int type, byte[] data) {
        return record(type, data.length, data);
    }

    private static byte[] srv(byte[] target) {
        return record(33, bytes(0, 1, 0, 2, 0x69, 0x89, target));
    }

    private static DnsAnswer read(byte[] bytes) throws MalformedAnswerException {
        return DnsAnswer.read(bytes, QUERY).orElseThrow();
    }

    private static List<SrvRecord> servers(byte[] records, int count) throws MalformedAnswerException {
        return read(answer(0x8180, count, records)).servers("a.bc");
    }

    private static void assertMalformed(byte[] records, int count, String reason) {
        assertThatExceptionOfType(MalformedAnswerException.class)
                .isThrownBy(() -> servers(records, count))
                .withMessageContaining(reason);
    }

    private static SrvRecord server(String target) {
        return new SrvRecord(target, 27017, Duration.ofSeconds(60));
    }

    @Test
    void targetsMayPointToWhatStandsBefore() throws MalformedAnswerException {
        byte[] records = bytes(srv(bytes(1, "x", 0xc0, NAME)), srv(bytes(0xc0, NAME + 2)), srv(bytes(1, "Y", 0)));

        assertThat(servers(records, 3)).containsExactly(server("x.a.bc"), server("bc"), server("y"));
    }

    @Test
    void aPointerToItselfOrForwardIsMalformed() {
        int own = NAME + question().length + 12 + 6;
        assertMalformed(srv(bytes(0xc0, own)), 1, "a name that goes on at " + own + ", which is not before " + own);
        assertMalformed(srv(bytes(0xc0, own + 1, 0)), 1, "which is not before");
        assertMalformed(srv(bytes(0xff, 0xff)), 1, "a name that goes on at 16383");
        assertMalformed(srv(bytes(1, "x", 0xc0, own)), 1, "which is not before");
    }

    @Test
    void aNameIsNoLongerThanANameCanBe() {
        byte[] deep = bytes();
        for (int i = 0; i < 200; i++) {
            deep = bytes(deep, 1, "a");
        }
        assertMalformed(srv(bytes(deep, 0)), 1, "a name of more than 255 bytes");
        assertMalformed(srv(bytes(64, "a".repeat(64), 0)), 1, "a part of more than 63");
    }

    @Test
    void aDotInsideAPartIsNotTakenForTheEndOfThePart() {
        assertMalformed(srv(bytes(4, "x.bc", 0)), 1, "a dot in a part");
        assertMalformed(srv(bytes(2, "x", 0, 0)), 1, "other characters than plain ASCII");
    }

    @Test
    void aRecordEndsWhereItSays() {
        assertMalformed(record(33, 8, bytes(0, 1, 0, 2, 0x69, 0x89, 1, "x", 0)), 1, "says it ends at");
        assertMalformed(record(33, bytes(0, 1, 0, 2, 0x69, 0x89, 1, "x", 0, 7)), 1, "says it ends at");
        assertMalformed(record(33, 2000, bytes(0)), 1, "a field of 2000 bytes where 1 are left");
        assertMalformed(bytes(), 1, "ends after 22 bytes");
    }

    @Test
    void theNumberOfRecordsIsBounded() {
        assertMalformed(bytes(), 1_001, "has 1001 records, at most 1000 are read");
    }

    @Test
    void recordsOfOtherNamesTypesAndClassesAreNotAnAnswer() throws MalformedAnswerException {
        byte[] otherName = bytes(2, "zz", 0, 0, 33, 0, 1, 0, 0, 0, 60, 0, 9, 0, 1, 0, 2, 0x69, 0x89, 1, "x", 0);
        byte[] chaos = srv(bytes(1, "x", 0));
        chaos[5] = 3;

        assertThat(servers(bytes(otherName, chaos, record(1, bytes(127, 0, 0, 1))), 3))
                .isEmpty();
    }

    @Test
    void textsAreSeveralStrings() throws MalformedAnswerException {
        byte[] records = bytes(record(16, bytes(2, "ab", 0, 1, "c")), record(16, bytes()));

        assertThat(read(answer(0x8180, 2, records)).texts("a.bc"))
                .containsExactly(new TxtRecord(List.of("ab", "", "c")), new TxtRecord(List.of()));
    }

    @Test
    void aStringEndsWithItsRecord() {
        assertThatExceptionOfType(MalformedAnswerException.class)
                .isThrownBy(() -> read(answer(0x8180, 2, bytes(record(16, bytes(3, "ab")), record(16, bytes(0)))))
                        .texts("a.bc"));
    }

    @Test
    void aTimeWithItsHighestBitSetIsNone() throws MalformedAnswerException {
        byte[] record = srv(bytes(1, "x", 0));
        record[6] = (byte) 0xff;

        assertThat(servers(record, 1)).containsExactly(new SrvRecord("x", 27017, Duration.ZERO));
    }

    @Test
    void onlyTheAnswerToTheQuestionIsOne() throws MalformedAnswerException {
        byte[] right = answer(0x8180, 0, bytes());
        assertThat(DnsAnswer.read(right, QUERY)).isPresent();
        assertThat(DnsAnswer.read(right, new DnsQuery(0x1235, "a.bc", RecordType.SRV)))
                .isEmpty();
        assertThat(DnsAnswer.read(right, new DnsQuery(0x1234, "a.bd", RecordType.SRV)))
                .isEmpty();
        assertThat(DnsAnswer.read(right, new DnsQuery(0x1234, "a.bc", RecordType.TXT)))
                .isEmpty();
        Optional<DnsAnswer> aQuestion = DnsAnswer.read(answer(0x0100, 0, bytes()), QUERY);
        assertThat(aQuestion).isEmpty();
    }

    @Test
    void theRecordsOfATruncatedAnswerAreNotRead() throws MalformedAnswerException {
        DnsAnswer answer = read(answer(0x8380, 1, srv(bytes(1, "x", 0))));

        assertThat(answer.truncated()).isTrue();
        assertThat(answer.servers("a.bc")).isEmpty();
    }
}
