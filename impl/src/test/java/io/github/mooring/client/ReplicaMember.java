package io.github.mooring.client;

import io.github.mooring.testkit.scripted.Script;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a member of a replica set answers, and what it has been told about whom to read from. Stateless. */
final class ReplicaMember {
    private static final Map<String, String> REPLIES = Map.of(
            "find", "{ok: 1, cursor: {id: 0, ns: 'app.notes', firstBatch: []}}",
            "aggregate", "{ok: 1, cursor: {id: 0, ns: 'app.notes', firstBatch: []}}",
            "insert", "{ok: 1, n: 1}",
            "ping", "{ok: 1}",
            "count", "{ok: 1, n: 0}",
            "distinct", "{ok: 1, values: []}");

    private ReplicaMember() {}

    /** A client of a primary, which plays these scripts on pooled connections. */
    static BrokenClient dial(String options, Script... pooled) {
        return BrokenClient.dial(options, Script.monitored(ReplicaMember::hello), pooled);
    }

    private static String hello(String address) {
        return Script.HELLO.replace("{ismaster", "{setName: 'rs', hosts: ['" + address + "'], ismaster");
    }

    /** One connection: the handshake and these commands, in this order. */
    static Script answering(String... commands) {
        Script script = Script.expecting("hello").reply(ReplicaMember::hello);
        for (String command : commands) {
            script = script.expect(command).reply(Objects.requireNonNull(REPLIES.get(command)));
        }
        return script;
    }

    /** As above, and then nothing more. */
    static Script answeringOnly(String... commands) {
        return answering(commands).expectEnd();
    }

    /** The modes of the read preferences that came with the commands of that name, "null" where there was none. */
    static List<String> preferences(BrokenClient client, String command) {
        return client.server.received().stream()
                .filter(request -> request.commandName().equals(command))
                .map(request -> request.body().get("$readPreference"))
                .map(preference -> preference instanceof Map<?, ?> map ? String.valueOf(map.get("mode")) : "null")
                .toList();
    }
}
