package io.github.mooring.model;

/**
 * A mistake, made on purpose in the rewritten code, so that a scenario can show that it would notice it.
 *
 * @param owner  the class in which the mistake is made, by its simple name; a nested one as {@code Outer$Inner}
 * @param method the method in which it is made
 * @param kind   which kind of mistake
 * @param member the call that is left out, or the field that is read wrongly
 * @param nth    which of several in that method, from 1; 0 for all of them
 */
public record Mutation(String owner, String method, Kind kind, String member, int nth) {
    /** What can go wrong. */
    enum Kind {
        /** A call does not happen; what it would have returned is zero, false or null. */
        CALL_LEFT_OUT,
        /** A read finds zero, false or null, as if the other thread had not come so far. */
        FIELD_READ_TOO_EARLY
    }

    /** A call is left out. */
    public static Mutation withoutCall(String owner, String method, String called) {
        return new Mutation(owner, method, Kind.CALL_LEFT_OUT, called, 0);
    }

    /** The second look at a field finds what the first one found: nothing. */
    public static Mutation withoutLook(String owner, String method, String field) {
        return new Mutation(owner, method, Kind.FIELD_READ_TOO_EARLY, field, 0);
    }

    /** The same, but only the nth of several in its method. */
    public Mutation onlyThe(int which) {
        return new Mutation(owner, method, kind, member, which);
    }

    boolean isIn(String className, String methodName) {
        String simple = className.substring(className.lastIndexOf('/') + 1);
        return simple.equals(owner) && methodName.equals(method);
    }
}
