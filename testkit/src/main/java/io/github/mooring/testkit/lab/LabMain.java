package io.github.mooring.testkit.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** Runs a {@link Lab} for a person who types what is to happen to it. */
public final class LabMain {
    static final String USAGE = String.join(
            System.lineSeparator(),
            "usage: LabMain [--members N] [--arbiter] [--name NAME] [--election MS] [--routers N] [--balanced]",
            "  --members N    members that can become primary, 1..7; 3 by default",
            "  --arbiter      one more that only votes",
            "  --name NAME    the set's name; lab by default",
            "  --election MS  how long the set is without a primary before an election; 0 by default",
            "  --routers N    so many mongos, 1..7, instead of a replica set",
            "  --balanced     a load balancer in front of the mongos");

    private static final int BAD_USAGE = 2;
    private static final int MAX_NODES = 7;

    private LabMain() {}

    /** Starts the lab; see the usage text for the arguments. Exits with 2 for bad ones; ends with the input or on quit. */
    public static void main(String... arguments) throws IOException {
        // the data engine logs through SLF4J, which would otherwise complain that nobody listens
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int failure = run(List.of(arguments), in, System.out);
        if (failure != 0) {
            System.exit(failure);
        }
    }

    static int run(List<String> arguments, BufferedReader in, PrintStream out) throws IOException {
        Lab.Builder builder;
        try {
            builder = parse(arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            out.println(USAGE);
            return BAD_USAGE;
        }
        try (Lab lab = builder.start()) {
            out.println("connection string: " + lab.uri());
            LabShell shell = new LabShell(lab, out);
            shell.run(in);
        }
        out.println("ended");
        return 0;
    }

    private static Lab.Builder parse(List<String> arguments) {
        Lab.Builder builder = Lab.builder();
        int members = 3;
        boolean arbiter = false;
        boolean balanced = false;
        int routers = 0;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--members" -> members = number(option, rest, 1, MAX_NODES);
                case "--arbiter" -> arbiter = true;
                case "--name" -> builder.name(value(option, rest));
                case "--election" -> builder.electionTime(Duration.ofMillis(number(option, rest, 0, 3_600_000)));
                case "--routers" -> routers = number(option, rest, 1, MAX_NODES);
                case "--balanced" -> balanced = true;
                default -> throw new IllegalArgumentException("unknown option '" + option + "'");
            }
        }
        if (balanced && routers == 0) {
            throw new IllegalArgumentException("--balanced needs --routers");
        }
        if (routers > 0) {
            builder.routers(routers);
            return balanced ? builder.balanced() : builder;
        }
        builder.members(members);
        return arbiter ? builder.member(MemberOptions.voter()) : builder;
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return rest.next();
    }

    private static int number(String option, Iterator<String> rest, int min, int max) {
        String text = value(option, rest);
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the text below says it all
        }
        throw new IllegalArgumentException(
                option + " must be a number from " + min + " to " + max + ", not '" + text + "'");
    }
}
