package io.github.mooring.operation;

import io.github.mooring.api.ErrorContext;
import io.github.mooring.api.MongoDocumentException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.wire.RawDocument;
import io.github.mooring.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonType;
import org.bson.codecs.Decoder;

/**
 * A reply that says {@code ok: 1}; confined to one call, since its bytes are the connection's.
 */
public final class CommandReply {
    private final Command<?> command;
    private final ServerAddress server;
    private final RawDocument body;
    private final long roundTripNanos;

    /**
     * Takes a reply in.
     *
     * @param roundTripNanos how long it was under way; 0 if the command does not want to know
     * @throws io.github.mooring.api.MongoCommandException if it says {@code ok: 0}
     */
    public CommandReply(Command<?> command, ServerAddress server, RawDocument body, long roundTripNanos) {
        this.command = command;
        this.server = server;
        this.body = body;
        this.roundTripNanos = roundTripNanos;
        if (!body.isOk()) {
            throw ServerErrors.commandFailed(command, server, body);
        }
    }

    Command<?> command() {
        return command;
    }

    ServerAddress server() {
        return server;
    }

    RawDocument body() {
        return body;
    }

    Duration roundTrip() {
        return Duration.ofNanos(roundTripNanos);
    }

    /** The surroundings of an error that this reply leads to. */
    ErrorContext context() {
        return ErrorContext.sent(server).withHarmless(command.isHarmless());
    }

    /** A part of the reply that has to be there. */
    RawDocument document(String name) {
        RawDocument part = body.document(name);
        if (part == null) {
            throw missing(name);
        }
        return part;
    }

    /** Throws if a field was not found. */
    void require(int element, String prefix, String name) {
        if (element == RawDocument.END) {
            throw missing(prefix + name);
        }
    }

    WireException missing(String name) {
        return new WireException("reply to " + command.name(), "a field '" + name + "'", "none");
    }

    /** A document of the reply as what the caller asked for. */
    <T> T decode(RawDocument document, Decoder<T> decoder) {
        try {
            return document.decode(decoder);
        } catch (WireException e) {
            throw e; // the server's fault, not the codec's
        } catch (RuntimeException e) {
            throw undecodable(e); // a codec or a constructor of the application's may throw whatever it likes
        }
    }

    /** The documents of an array of the reply as what the caller asked for. */
    <T> List<T> decodeAll(RawDocument document, int arrayElement, Decoder<T> decoder) {
        try {
            return document.decodeElements(arrayElement, decoder);
        } catch (WireException e) {
            throw e;
        } catch (RuntimeException e) {
            throw undecodable(e);
        }
    }

    /** The first document of an array of the reply as what the caller asked for, empty if there is none. */
    <T> Optional<T> decodeFirst(int arrayElement, Decoder<T> decoder) {
        int first = body.firstOf(arrayElement);
        if (first == RawDocument.END) {
            return Optional.empty();
        }
        try {
            return Optional.of(body.decodeElement(first, decoder));
        } catch (WireException e) {
            throw e;
        } catch (RuntimeException e) {
            throw undecodable(e);
        }
    }

    /** The values of an array of the reply, whatever their type, as what the caller asked for. */
    <T> List<T> values(String arrayName, Decoder<T> decoder) {
        RawDocument array = body.array(arrayName);
        if (array == null) {
            throw missing(arrayName);
        }
        return decode(array, (reader, context) -> {
            List<T> values = new ArrayList<>();
            reader.readStartDocument();
            while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
                reader.skipName();
                values.add(decoder.decode(reader, context));
            }
            reader.readEndDocument();
            return values;
        });
    }

    /** A field of the reply as what the caller asked for, empty if it is null or not there. */
    <T> Optional<T> decodeOptional(String name, Decoder<T> decoder) {
        RawDocument document = body.document(name);
        return document == null ? Optional.empty() : Optional.of(decode(document, decoder));
    }

    private MongoDocumentException undecodable(RuntimeException e) {
        return new MongoDocumentException(
                "a document in the reply to " + command.name() + " on " + command.databaseName() + " from " + server
                        + " does not fit the class that was asked for: " + e.getMessage(),
                context(),
                e);
    }
}
