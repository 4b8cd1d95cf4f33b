package io.github.mooring.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in a document a writer is: how many levels deep, and under which names, so that an error can say where. Shared by
 * the two writers of one {@link DocumentEncoder}, and confined to it.
 */
final class Nesting {

    private static final int MAX_PATH_NAMES = 12;

    private final int maxDepth;
    private int depth;
    /** Name being written at each level from 1; null inside arrays, whose elements have none. */
    private @Nullable String[] names = new String[8];

    Nesting(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    int depth() {
        return depth;
    }

    /** Goes back to where {@link #depth} was asked for. */
    void depth(int newDepth) {
        depth = newDepth;
    }

    /** How many levels may still be entered. */
    int room() {
        return maxDepth - depth;
    }

    /** Goes one level down, or refuses to. */
    void enter() {
        if (depth == maxDepth) {
            throw tooDeep();
        }
        depth++;
        if (depth == names.length) {
            names = Arrays.copyOf(names, depth * 2);
        }
        names[depth] = null;
    }

    void leave() {
        depth--;
    }

    /** Notes what is being written at this level; null for an element of an array. */
    void name(@Nullable String name) {
        names[depth] = name;
    }

    EncodingException tooDeep() {
        return EncodingException.tooDeep(maxDepth, path());
    }

    /** Returns the dotted path of what is being written, {@code []} for array elements, cut off after 12 levels. */
    String path() {
        StringBuilder path = new StringBuilder();
        for (int level = 1; level <= Math.min(depth, MAX_PATH_NAMES); level++) {
            String name = names[level];
            if (name != null) {
                path.append(path.isEmpty() ? "" : ".").append(name.replace('\0', '?'));
            } else if (level < depth) {
                path.append("[]");
            }
        }
        return depth > MAX_PATH_NAMES ? path + "..." : path.toString();
    }
}
