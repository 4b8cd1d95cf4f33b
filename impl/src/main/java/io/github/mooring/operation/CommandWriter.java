package io.github.mooring.operation;

import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.connection.ConnectionDescription;
import io.github.mooring.session.SessionSettings;
import io.github.mooring.session.Transaction;
import io.github.mooring.session.TransactionStep;
import io.github.mooring.session.WriteNumber;
import io.github.mooring.wire.ElementWriter;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Writes the fields of a command or of one of its statements. What is null or off is left out, since to the server a
 * missing option and its default are the same. Confined to one call.
 */
public final class CommandWriter {
    private static final EncoderContext STORED =
            EncoderContext.builder().isEncodingCollectibleDocument(true).build();

    private final ElementWriter writer;
    private final SessionSettings settings;
    private final ConnectionDescription server;

    /** Writes a command of a session that is set so, or a statement, to which no default of the session applies. */
    CommandWriter(ElementWriter writer, SessionSettings settings, ConnectionDescription server) {
        this.writer = writer;
        this.settings = settings;
        this.server = server;
    }

    private DocumentCodecs codecs() {
        return DocumentCodecs.of(settings.uuids());
    }

    /** Whether the server speaks this version of the protocol or a newer one. */
    boolean serverSpeaks(int wireVersion) {
        return server.maxWireVersion() >= wireVersion;
    }

    /** Writes a string. */
    public void string(String name, @Nullable String value) {
        if (value != null) {
            writer.string(name, value);
        }
    }

    /** Writes a number of 32 bits. */
    public void int32(String name, int value) {
        writer.int32(name, value);
    }

    /** Writes a number of 64 bits. */
    public void int64(String name, long value) {
        writer.int64(name, value);
    }

    /** Writes a number unless it is 0. */
    public void int64IfSet(String name, long value) {
        if (value != 0) {
            writer.int64(name, value);
        }
    }

    /** Writes a boolean. */
    public void bool(String name, boolean value) {
        writer.bool(name, value);
    }

    /** Writes a boolean if it is true. */
    public void boolIfTrue(String name, boolean value) {
        if (value) {
            writer.bool(name, true);
        }
    }

    /** Writes that the validation rules are skipped, if the command or the session wants it so. */
    public void bypassDocumentValidation(boolean own) {
        boolIfTrue("bypassDocumentValidation", own || settings.defaults().bypassDocumentValidation());
    }

    /** Writes a duration in milliseconds unless it is zero; a fraction of a millisecond counts as a whole one. */
    public void millisIfSet(String name, Duration value) {
        if (!value.isZero()) {
            writer.int64(name, Math.max(1, value.toMillis()));
        }
    }

    /** Writes a document. */
    public void document(String name, @Nullable Bson value) {
        if (value != null) {
            codecs().write(writer, name, value);
        }
    }

    /** Writes an array of documents. */
    public void documents(String name, List<? extends Bson> values) {
        writer.beginArray(name);
        for (Bson value : values) {
            codecs().write(writer, null, value);
        }
        writer.end();
    }

    /** Writes an array of documents unless it is empty. */
    public void documentsIfAny(String name, List<? extends Bson> values) {
        if (!values.isEmpty()) {
            documents(name, values);
        }
    }

    /** Writes a document of the application's, to be stored. */
    public <T> void stored(String name, T value, Encoder<T> encoder) {
        writer.value(name, value, encoder, STORED);
    }

    /** Writes a value of whatever type. */
    void value(String name, BsonValue value) {
        codecs().write(writer, name, value);
    }

    /** Writes an array of numbers. */
    void int64s(String name, long... values) {
        writer.beginArray(name);
        for (long value : values) {
            writer.int64(null, value);
        }
        writer.end();
    }

    /** Begins a document; what follows goes into it. */
    void start(String name) {
        writer.beginDocument(name);
    }

    /** Ends the document that was begun last. */
    void end() {
        writer.end();
    }

    /** Writes the tag sets of a read preference, in their order, unless there are none. */
    void tags(List<TagSet> tagSets) {
        if (tagSets.isEmpty()) {
            return;
        }
        writer.beginArray("tags");
        for (TagSet set : tagSets) {
            writer.beginDocument(null);
            set.tags().forEach(writer::string);
            writer.end();
        }
        writer.end();
    }

    /** Writes by what the server knows a write again. */
    void writeNumber(WriteNumber number) {
        start("lsid");
        writer.uuid("id", number.session());
        end();
        int64("txnNumber", number.transaction());
    }

    /** Writes to which transaction a command belongs, and with the first one that it begins, and how it reads. */
    void transaction(TransactionStep step, @Nullable BsonTimestamp after) {
        if (step.starts()) {
            readConcern(step.transaction().settings().readConcern(), after);
        }
        writeNumber(step.number());
        boolIfTrue("startTransaction", step.starts());
        bool("autocommit", false);
    }

    /** Writes by what any mongos finds out what became of a transaction, if there is something. */
    void recoveryToken(Transaction transaction) {
        BsonDocument token = transaction.recoveryToken();
        if (token != null) {
            value("recoveryToken", token);
        }
    }

    /** Writes the deployment's time, if a server has said it. */
    void clusterTime(@Nullable BsonDocument time) {
        if (time != null) {
            value("$clusterTime", time);
        }
    }

    /**
     * Writes what a read asks for.
     *
     * @param after what it has to come after; null for nothing
     */
    void readConcern(ReadConcern concern, @Nullable BsonTimestamp after) {
        if (concern.isServerDefault() && after == null) {
            return;
        }
        start("readConcern");
        string("level", concern.isServerDefault() ? null : concern.level());
        if (after != null) {
            value("afterClusterTime", after);
        }
        end();
    }

    void writeConcern(WriteConcern concern) {
        if (concern.isServerDefault()) {
            return;
        }
        start("writeConcern");
        String w = concern.w();
        if (w != null && isNumber(w)) {
            int32("w", Integer.parseInt(w));
        } else {
            string("w", w);
        }
        Boolean journal = concern.journal();
        if (journal != null) {
            bool("j", journal);
        }
        millisIfSet("wtimeout", concern.wTimeout());
        end();
    }

    private static boolean isNumber(String w) {
        return w.chars().allMatch(c -> c >= '0' && c <= '9') && w.length() < 10;
    }
}
