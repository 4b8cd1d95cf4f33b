package io.github.mooring.topology;

import static io.github.mooring.topology.Hellos.hello;
import static io.github.mooring.topology.Hellos.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.time.Seed;
import io.github.mooring.wire.ForeignText;
import io.github.mooring.wire.RawDocument;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to hello that cannot be: the error names the server and the field, and what it says can be printed. */
class HelloReplyRefusalTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ok: 'yes'                                            | 'ok'                | a number, got string
            ok: 1, isreplicaset: {}                              | 'isreplicaset'      | a number, got object
            ok: 1, msg: 5                                        | 'msg'               | string, got int
            ok: 1, setName: 1                                    | 'setName'           | string, got int
            ok: 1, setName: ''                                   | 'setName'           | 1 to 256 printable characters, got ''
            ok: 1, setName: 'a\\nb'                              | 'setName'           | got 'a?b'
            ok: 1, setVersion: 'one'                             | 'setVersion'        | a number, got string
            ok: 1, setVersion: 1.5                               | 'setVersion'        | a whole number of 64 bits, got 1.5
            ok: 1, electionId: 'x'                               | 'electionId'        | objectId, got string
            ok: 1, hosts: 'a'                                    | 'hosts'             | array, got string
            ok: 1, hosts: ['a', 5]                               | 'hosts'             | string, got int
            ok: 1, hosts: [['a']]                                | 'hosts'             | string, got array
            ok: 1, passives: {a: 1}                              | 'passives'          | array, got object
            ok: 1, arbiters: [null]                              | 'arbiters'          | string, got null
            ok: 1, me: []                                        | 'me'                | string, got array
            ok: 1, primary: {}                                   | 'primary'           | string, got object
            ok: 1, tags: ['a']                                   | 'tags'              | object, got array
            ok: 1, tags: {dc: 5}                                 | 'tags'              | string, got int
            ok: 1, tags: {'': 'x'}                               | 'tags'              | 1 to 1024 printable characters, got ''
            ok: 1, tags: {'a\\tb': 'x'}                          | 'tags'              | got 'a?b'
            ok: 1, tags: {dc: 'x\\u202ey'}                       | 'tags.dc'           | got 'x?y'
            ok: 1, lastWrite: 5                                  | 'lastWrite'         | object, got int
            ok: 1, lastWrite: {lastWriteDate: 5}                 | 'lastWrite.lastWriteDate' | date
            ok: 1, topologyVersion: 5                            | 'topologyVersion'   | object, got int
            ok: 1, topologyVersion: {}                           | 'topologyVersion'   | a processId and a counter
            ok: 1, topologyVersion: {processId: 1, counter: 1}   | 'topologyVersion': field 'processId' | objectId, got int
            ok: 1, minWireVersion: -1                            | 'minWireVersion'    | 0 or more, got -1
            ok: 1, maxWireVersion: 'x'                           | 'maxWireVersion'    | a number, got string
            ok: 1, maxWireVersion: 4294967296                    | 'maxWireVersion'    | 32 bits, got 4294967296
            ok: 1, minWireVersion: 9, maxWireVersion: 8          | 'maxWireVersion'    | which is 9, or more, got 8
            ok: 1, logicalSessionTimeoutMinutes: -1              | 'logicalSessionTimeoutMinutes' | 0 or more, got -1
            ok: 1, serviceId: 5                                  | 'serviceId'         | objectId, got int
            """)
    void aFieldOfAnotherTypeOrRangeIsNamed(String fields, String field, String complaint) {
        assertRefused("{" + fields + "}", field, complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                ":27017",
                "a:",
                "a:b",
                "a:27017:27017",
                "::1",
                "[::1",
                "[]",
                "[a]",
                "[::1]x",
                "[::1]:",
                "a b",
                "a\\tb",
                "a\\nb",
                "a\\u0000b",
                "a/b",
                "a@b",
                "a,b",
                "a:+1",
                "a:-1",
                "a:1e3",
                "a:000001",
                "\\u202ea",
                "a:１"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertRefused("{ok: 1, hosts: ['ok', \"" + text + "\"]}", "'hosts'", "host:port");
        assertRefused("{ok: 1, me: \"" + text + "\"}", "'me'", "host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "00000", "65536", "99999"})
    void aPortOutOfRangeIsRefused(String port) {
        assertRefused(
                "{ok: 1, primary: 'a:" + port + "'}", "'primary'", "a port from 1 to 65535, got 'a:" + port + "'");
    }

    @Test
    void aNameThatIsTooLongIsCutInTheError() {
        String text = assertRefused("{ok: 1, hosts: ['" + "h".repeat(301) + "']}", "'hosts'", "host:port");

        assertThat(text).contains("'" + "h".repeat(80) + "...'").hasSizeLessThan(300);
        assertRefused("{ok: 1, setName: '" + "s".repeat(257) + "'}", "'setName'", "1 to 256");
        assertRefused("{ok: 1, tags: {x: '" + "t".repeat(1_025) + "'}}", "'tags.x'", "0 to 1024");
    }

    @Test
    void moreMembersThanAReplicaSetCanHaveAreRefused() {
        assertThat(hello("{ok: 1, hosts: [" + hosts(0, 100) + "], arbiters: [" + hosts(100, 200) + "]}")
                        .membership()
                        .members())
                .hasSize(200);
        assertRefused(
                "{ok: 1, hosts: [" + hosts(0, 100) + "], arbiters: [" + hosts(100, 201) + "]}",
                "fields 'hosts', 'passives' and 'arbiters'",
                "at most 200 members");
    }

    @Test
    void aHostListOfAMillionIsRefusedBeforeItIsRead() {
        BsonArray million = new BsonArray(Collections.nCopies(1_000_000, new BsonString("a")));

        assertThat(refusal(raw(new BsonDocument("ok", new BsonInt32(1)).append("hosts", million))))
                .hasMessageContaining("the reply: expected at most 1048576 bytes");
    }

    @Test
    void moreTagsThanAnybodyHasAreRefused() {
        String tags = IntStream.range(0, 101).mapToObj(i -> "t" + i + ": 'x'").collect(Collectors.joining(","));

        assertRefused("{ok: 1, tags: {" + tags + "}}", "'tags'", "at most 100");
    }

    @Test
    void aServerThatRefusesToAnswerIsQuoted() {
        MongoProtocolException refused =
                refusal(raw("{ok: 0, code: 13, errmsg: 'command hello\\n requires authentication'}"));

        assertThat(refused)
                .hasMessage(
                        "db:27017 refuses to say how it is (hello): error 13: command hello? requires authentication");
        assertThat(refused.code()).isEqualTo(13);
        assertThat(refusal(raw("{}"))).hasMessageContaining("error 0: no reason given");
        assertThat(refusal(raw("{ok: 0, errmsg: '" + "x".repeat(600) + "'}")).getMessage())
                .endsWith("x".repeat(500) + "...");
    }

    /** Bytes that are BSON in most cases, and an answer to hello in few. */
    @Test
    void noBytesAtAllMakeItFailOtherwise() {
        Random random = new Seed("HelloReplyRefusalTest").random();
        List<byte[]> sound = HelloHarness.replies();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = sound.get(random.nextInt(sound.size())).clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            read += HelloHarness.hello(bytes) ? 1 : 0;
        }
        assertThat(read).isBetween(1, 19_999);
    }

    private static String hosts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "'h" + i + "'").collect(Collectors.joining(","));
    }

    private static String assertRefused(String json, String field, String complaint) {
        MongoProtocolException refused = refusal(raw(json));

        assertThat(refused)
                .hasMessageStartingWith("db:27017 ")
                .hasMessageContaining(field)
                .hasMessageContaining(complaint);
        assertThat(refused.server()).contains(Servers.address("db"));
        assertPrintable(refused);
        return String.valueOf(refused.getMessage());
    }

    private static MongoProtocolException refusal(RawDocument reply) {
        return catchThrowableOfType(MongoProtocolException.class, () -> HelloReply.of(Servers.address("db"), reply));
    }

    private static void assertPrintable(MongoProtocolException e) {
        assertThat(ForeignText.isPrintable(String.valueOf(e.getMessage())))
                .as("%s", Arrays.toString(String.valueOf(e.getMessage()).toCharArray()))
                .isTrue();
    }
}
