package io.github.mooring.unified;

import java.util.Comparator;

/** Three numbers, those at the end being 0 if they are left out: the version of a server or of a file's format. */
record Version(int major, int minor, int patch) implements Comparable<Version> {
    private static final Comparator<Version> ORDER = Comparator.comparingInt(Version::major)
            .thenComparingInt(Version::minor)
            .thenComparingInt(Version::patch);

    /** The newest version of the format of which this runner knows every word that the suites use. */
    private static final Version NEWEST_FORMAT = new Version(1, 28, 0);

    private static final Version OLDEST_FORMAT = new Version(1, 0, 0);

    /** As it is written, such as {@code 1.4} or {@code 4.2.99}. */
    static Version of(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > 3) {
            throw new InvalidCaseException("not a version: " + text);
        }
        int[] numbers = new int[3];
        for (int i = 0; i < parts.length; i++) {
            numbers[i] = number(parts[i], text);
        }
        return new Version(numbers[0], numbers[1], numbers[2]);
    }

    private static int number(String part, String text) {
        try {
            return Integer.parseInt(part);
        } catch (NumberFormatException e) {
            throw new InvalidCaseException("not a version: " + text);
        }
    }

    /** Refuses a file in a format of a later version than this runner knows, or of none that ever was. */
    static void checkFormat(String text) {
        Version version = of(text);
        if (version.compareTo(OLDEST_FORMAT) < 0 || version.compareTo(NEWEST_FORMAT) > 0) {
            throw new InvalidCaseException("schemaVersion is " + text + ", this runner knows 1.0 to 1.28");
        }
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
