package io.github.mooring.unified;

import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.client.ClientOptions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/** What a case says of a client that it wants, and how that is made. Stateless. */
final class ClientDescription {
    private static final Set<String> FIELDS = Set.of(
            "id",
            "uriOptions",
            "useMultipleMongoses",
            "observeEvents",
            "ignoreCommandMonitoringEvents",
            "observeSensitiveCommands",
            "observeLogMessages",
            "serverApi",
            "awaitMinPoolSizeMS");

    /** The only versions of the server's interface that there are. */
    private static final List<String> API_VERSIONS = List.of("1");

    private ClientDescription() {}

    static ClientEntity create(BsonDocument description, TestLab lab) {
        check(description);
        ObservedEvents observed = new ObservedEvents(description);
        StringBuilder uri = new StringBuilder(lab.uri(
                description.getBoolean("useMultipleMongoses", BsonBoolean.FALSE).getValue()));
        for (Map.Entry<String, BsonValue> option :
                description.getDocument("uriOptions", new BsonDocument()).entrySet()) {
            String text = option.getKey() + "=" + text(option.getValue());
            requireOption(option.getKey(), "mongodb://localhost/?" + text);
            uri.append('&').append(text);
        }
        uri.append("&commitRetryBudgetMS=0"); // a commit is repeated once, as the specification has it
        String whole = uri.toString().replace("?&", "?");
        requireOption(whole.contains("loadBalanced=true") ? "loadBalanced" : "of the lab's", whole);
        LogRecorder log = new LogRecorder(description.getDocument("observeLogMessages", new BsonDocument()));
        return new ClientEntity(ClientOptions.parse(whole), observed, log);
    }

    private static void check(BsonDocument description) {
        for (String field : description.keySet()) {
            if (!FIELDS.contains(field)) {
                throw new InvalidCaseException("a client cannot have " + field);
            }
        }
        if (description.containsKey("serverApi")) {
            String version =
                    description.getDocument("serverApi").getString("version").getValue();
            if (!API_VERSIONS.contains(version)) {
                throw new InvalidCaseException("no version of the server's interface: " + version);
            }
            throw new LackingException("client serverApi");
        }
        if (description.getNumber("awaitMinPoolSizeMS", new BsonInt32(0)).intValue() > 0) {
            throw new LackingException("client awaitMinPoolSizeMS");
        }
    }

    private static String text(BsonValue value) {
        return switch (value.getBsonType()) {
            case STRING -> URLEncoder.encode(value.asString().getValue(), StandardCharsets.UTF_8);
            case BOOLEAN -> String.valueOf(value.asBoolean().getValue());
            default -> String.valueOf(value.asNumber().longValue());
        };
    }

    /** An option that is ignored, or that cannot be carried out, would make any case easy. */
    private static void requireOption(String name, String uri) {
        try {
            ClientOptions options = ClientOptions.parse(uri);
            options.checkFeasible();
            if (options.warnings().isEmpty()) {
                return;
            }
        } catch (MongoConfigurationException e) {
            throw lacking(name, e);
        }
        throw new LackingException("option " + name);
    }

    private static LackingException lacking(String name, MongoConfigurationException reason) {
        LackingException lacking = new LackingException("option " + name);
        lacking.initCause(reason);
        return lacking;
    }
}
