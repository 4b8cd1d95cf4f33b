package io.github.mooring.testkit.engine;

import java.util.ArrayList;
import java.util.List;

/** A command's failure as the client is to see it: {@code code}, {@code codeName}, {@code errmsg}, {@code errorLabels}. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String codeName;
    private final String text;
    /** A list that can be serialized, as exceptions must be. */
    private final ArrayList<String> labels;

    /** A failure named as MongoDB names {@code code}. */
    public CommandFailure(int code, String text) {
        this(code, ErrorNames.of(code), text, List.of());
    }

    /** A failure in full. */
    public CommandFailure(int code, String codeName, String text, List<String> labels) {
        super(codeName + " (" + code + "): " + text, null, false, false);
        this.code = code;
        this.codeName = codeName;
        this.text = text;
        this.labels = new ArrayList<>(labels);
    }

    /** The same failure with these labels instead of its own. */
    public CommandFailure labelled(List<String> others) {
        return new CommandFailure(code, codeName, text, others);
    }

    /** MongoDB's error code. */
    public int code() {
        return code;
    }

    /** MongoDB's name of the code. */
    public String codeName() {
        return codeName;
    }

    /** The text for {@code errmsg}. */
    public String text() {
        return text;
    }

    /** Labels for {@code errorLabels}; empty means that the field is absent. */
    public List<String> labels() {
        return List.copyOf(labels);
    }
}
