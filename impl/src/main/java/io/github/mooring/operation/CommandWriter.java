package io.github.mooring.operation;

import io.github.mooring.api.ReadConcern;
import io.github.mooring.api.TagSet;
import io.github.mooring.api.WriteConcern;
import io.github.mooring.session.SessionSettings.Defaults;
import java.time.Duration;
import java.util.List;
import org.bson.BsonValue;
import org.bson.BsonWriter;
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

    private final BsonWriter writer;
    private final Defaults defaults;

    /** Writes a statement, to which no default of the session applies. */
    CommandWriter(BsonWriter writer) {
        this(writer, Defaults.NONE);
    }

    /** Writes a command of a session that has these defaults. */
    CommandWriter(BsonWriter writer, Defaults defaults) {
        this.writer = writer;
        this.defaults = defaults;
    }

    /** Writes a string. */
    public void string(String name, @Nullable String value) {
        if (value != null) {
            writer.writeString(name, value);
        }
    }

    /** Writes a number of 32 bits. */
    public void int32(String name, int value) {
        writer.writeInt32(name, value);
    }

    /** Writes a number of 64 bits. */
    public void int64(String name, long value) {
        writer.writeInt64(name, value);
    }

    /** Writes a number unless it is 0. */
    public void int64IfSet(String name, long value) {
        if (value != 0) {
            writer.writeInt64(name, value);
        }
    }

    /** Writes a boolean. */
    public void bool(String name, boolean value) {
        writer.writeBoolean(name, value);
    }

    /** Writes a boolean if it is true. */
    public void boolIfTrue(String name, boolean value) {
        if (value) {
            writer.writeBoolean(name, true);
        }
    }

    /** Writes that the validation rules are skipped, if the command or the session wants it so. */
    public void bypassDocumentValidation(boolean own) {
        boolIfTrue("bypassDocumentValidation", own || defaults.bypassDocumentValidation());
    }

    /** Writes a duration in milliseconds unless it is zero; a fraction of a millisecond counts as a whole one. */
    public void millisIfSet(String name, Duration value) {
        if (!value.isZero()) {
            writer.writeInt64(name, Math.max(1, value.toMillis()));
        }
    }

    /** Writes a document. */
    public void document(String name, @Nullable Bson value) {
        if (value != null) {
            writer.writeName(name);
            Codecs.write(writer, value);
        }
    }

    /** Writes an array of documents. */
    public void documents(String name, List<? extends Bson> values) {
        writer.writeStartArray(name);
        for (Bson value : values) {
            Codecs.write(writer, value);
        }
        writer.writeEndArray();
    }

    /** Writes an array of documents unless it is empty. */
    public void documentsIfAny(String name, List<? extends Bson> values) {
        if (!values.isEmpty()) {
            documents(name, values);
        }
    }

    /** Writes a document of the application's, to be stored. */
    public <T> void stored(String name, T value, Encoder<T> encoder) {
        writer.writeName(name);
        encoder.encode(writer, value, STORED);
    }

    /** Writes a value of whatever type. */
    void value(String name, BsonValue value) {
        writer.writeName(name);
        Codecs.write(writer, value);
    }

    /** Writes an array of numbers. */
    void int64s(String name, long... values) {
        writer.writeStartArray(name);
        for (long value : values) {
            writer.writeInt64(value);
        }
        writer.writeEndArray();
    }

    /** Begins a document; what follows goes into it. */
    void start(String name) {
        writer.writeStartDocument(name);
    }

    /** Ends the document that was begun last. */
    void end() {
        writer.writeEndDocument();
    }

    /** Writes the tag sets of a read preference, in their order, unless there are none. */
    void tags(List<TagSet> tagSets) {
        if (tagSets.isEmpty()) {
            return;
        }
        writer.writeStartArray("tags");
        for (TagSet set : tagSets) {
            writer.writeStartDocument();
            set.tags().forEach(writer::writeString);
            writer.writeEndDocument();
        }
        writer.writeEndArray();
    }

    void readConcern(ReadConcern concern) {
        if (!concern.isServerDefault()) {
            start("readConcern");
            string("level", concern.level());
            end();
        }
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
