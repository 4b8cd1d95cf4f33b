package io.github.mooring.client;

import java.util.List;

/**
 * What can be configured and is not carried out yet. Parsing takes it, so that a connection string can be read as a
 * whole; whoever would open a deployment with it is told what is missing, and nothing is done by halves in silence. Who
 * lands the effect of an option deletes its entry here. Stateless.
 */
final class NotYet {
    private static final String ONE_RETRY =
            "what may be repeated is tried a second time at once, at another server if there is one; leave it out";

    private NotYet() {}

    /**
     * An option without its effect.
     *
     * @param option   the option
     * @param accepted the values that ask for exactly what happens anyway, as they would be written
     * @param advice   what happens instead, and what to do about it
     */
    record Entry(Option option, List<String> accepted, String advice) {
        boolean isMissed(Settings given) {
            return given.has(option)
                    && accepted.stream().map(option::read).noneMatch(given.get(option, Object.class)::equals);
        }
    }

    /** All of them, in the order of the table of options. */
    static final List<Entry> ENTRIES = List.of(
            entry(Option.ENABLE_OVERLOAD_RETARGETING, ONE_RETRY, "false"),
            entry(Option.MAX_ADAPTIVE_RETRIES, ONE_RETRY, "0"));

    private static Entry entry(Option option, String advice, String... accepted) {
        return new Entry(option, List.of(accepted), advice);
    }

    /** Reports what a configuration asks for in vain. */
    static void report(Settings given) {
        ENTRIES.stream()
                .filter(entry -> entry.isMissed(given))
                .forEach(entry -> given.complaints()
                        .obstacle(given.describe(entry.option()) + ", which this version does not carry out: "
                                + entry.advice()));
    }
}
