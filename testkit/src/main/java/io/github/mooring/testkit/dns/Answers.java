package io.github.mooring.testkit.dns;

import io.github.mooring.testkit.dns.QuestionReader.Question;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes answers, right and wrong; stateless. */
final class Answers {
    static final int NO_ERROR = 0;
    static final int SERVER_FAILURE = 2;
    static final int NO_SUCH_NAME = 3;
    static final int REFUSED = 5;

    /** A response to a query that wanted recursion, which was available. */
    private static final int FLAGS = 0x8180;

    private static final int TRUNCATED = 0x0200;
    /** Where the question's name begins: a pointer to it stands for each owner with that name. */
    private static final int POINTER_TO_QUESTION = 0xc00c;

    private Answers() {}

    static byte[] of(Question question, int code, List<DnsRecord> records) {
        return message(question.id(), FLAGS | code, question, records);
    }

    static byte[] truncated(Question question) {
        return message(question.id(), FLAGS | TRUNCATED, question, List.of());
    }

    static byte[] withWrongId(Question question, List<DnsRecord> records) {
        return message(question.id() ^ 0x5555, FLAGS, question, records);
    }

    static byte[] withWrongQuestion(Question question, List<DnsRecord> records) {
        byte[] raw = question.raw().clone();
        raw[1] = raw[1] == 'x' ? (byte) 'y' : (byte) 'x';
        Question other = new Question(question.id(), question.name(), question.type(), raw);
        return message(question.id(), FLAGS, other, records);
    }

    /** The header of an answer with one record, and then a name that is longer than the message. */
    static byte[] garbage(Question question) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int field : new int[] {question.id(), FLAGS, 1, 1, 0, 0}) {
            DnsRecord.writeShort(out, field);
        }
        for (int i = 0; i < 20; i++) {
            out.write(0x3f);
        }
        return out.toByteArray();
    }

    private static byte[] message(int id, int flags, Question question, List<DnsRecord> records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DnsRecord.writeShort(out, id);
        DnsRecord.writeShort(out, flags);
        DnsRecord.writeShort(out, 1);
        DnsRecord.writeShort(out, records.size());
        DnsRecord.writeShort(out, 0);
        DnsRecord.writeShort(out, 0);
        out.writeBytes(question.raw());
        records.forEach(record -> write(out, record, question));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, DnsRecord record, Question question) {
        if (record.owner().equals(question.name())) {
            DnsRecord.writeShort(out, POINTER_TO_QUESTION);
        } else {
            out.writeBytes(DnsRecord.name(record.owner()));
        }
        DnsRecord.writeShort(out, record.type());
        DnsRecord.writeShort(out, 1); // internet
        DnsRecord.writeShort(out, (int) (record.ttl() >> 16));
        DnsRecord.writeShort(out, (int) record.ttl());
        DnsRecord.writeShort(out, record.data().length);
        out.writeBytes(record.data());
    }
}
