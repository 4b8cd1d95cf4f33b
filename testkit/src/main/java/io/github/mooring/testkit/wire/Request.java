package io.github.mooring.testkit.wire;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;

/**
 * A client's request, taken apart.
 *
 * @param frame the bytes it came in
 * @param body the command, document sequences merged in as arrays, {@code $db} present if the client sent it
 * @param sequences names of the fields that came as document sequences
 */
public record Request(Frame frame, Document body, Set<String> sequences) {
    /** The command's name as the client spelled it; empty if the command document is empty. */
    public String commandName() {
        return body.isEmpty() ? "" : body.keySet().iterator().next();
    }

    /** Whether the client waits for a reply. */
    public boolean wantsReply() {
        return !frame.hasFlag(Frame.MORE_TO_COME);
    }
}
