package io.github.mooring.connection;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.ForeignText;
import io.github.mooring.wire.RawDocument;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a reply that says {@code ok: 0} says of the reason; a copy, so that it outlives the reply. */
record ServerRefusal(int code, String codeName, String message, Set<String> labels) {
    /** Characters of its name and its explanation that are kept. Chosen: the longest of MongoDB's have about 300. */
    private static final int MAX_CHARS = 500;

    static ServerRefusal of(RawDocument reply) {
        String message = reply.stringValue("errmsg");
        return new ServerRefusal(
                reply.intValue("code", 0),
                text(reply.stringValue("codeName")),
                text(message == null ? reply.stringValue("$err") : message), // the latter is OP_REPLY's own
                labels(reply.array("errorLabels")));
    }

    /** Such as {@code error 18 (AuthenticationFailed): Authentication failed.} */
    String text() {
        return "error " + code + (codeName.isEmpty() ? "" : " (" + codeName + ")") + ": " + message;
    }

    /** The surroundings of the exception: nothing of the application's was sent. */
    ErrorContext context(ServerAddress server) {
        return ErrorContext.unsent(server).withCode(code, codeName, labels);
    }

    private static Set<String> labels(@Nullable RawDocument array) {
        Set<String> labels = new HashSet<>();
        if (array != null) {
            for (int element = array.first(); element != RawDocument.END; element = array.next(element)) {
                labels.add(array.stringAt(element));
            }
        }
        return labels;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : ForeignText.cut(text, MAX_CHARS);
    }
}
