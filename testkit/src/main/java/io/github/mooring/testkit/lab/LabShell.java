package io.github.mooring.testkit.lab;

import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.server.FailCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries out what a person types. Confined to one thread. */
final class LabShell {
    private final Lab lab;
    private final PrintStream out;
    private final Map<String, Entry> commands = new LinkedHashMap<>();

    private interface Action {
        void run(Words words);
    }

    private record Entry(String usage, String help, Action action) {}

    LabShell(Lab lab, PrintStream out) {
        this.lab = lab;
        this.out = out;
        processes();
        roles();
        faults();
        add(
                "fail",
                "[N] COMMAND CODE|close|MSms|off [times T|skip S]",
                "fail point on member N or the primary",
                this::fail);
        add("status", "", "what each member is", words -> status());
        add("help", "", "this text", words -> help());
    }

    private void processes() {
        onNode("kill", "resets its connections, as a crash does", LabNode::kill);
        onNode("stop", "shuts it down", LabNode::stop);
        onNode("start", "starts it again", LabNode::start);
        onNode("restart", "stops and starts it", LabNode::restart);
        onNode("freeze", "takes requests and answers nothing", LabNode::freeze);
        onNode("thaw", "lets it go on", LabNode::thaw);
        onNode("isolate", "cuts it off from the other members, but not from clients", LabNode::isolate);
        onNode("rejoin", "ends that", LabNode::rejoin);
        add("rolling", "", "restarts all members, one by one", words -> rolling());
    }

    private void roles() {
        add("stepdown", "[SECONDS]", "the primary steps down, 60 s by default", words -> {
            lab.stepDown(Duration.ofSeconds(words.hasNext() ? words.number() : 60));
        });
        onNode("elect", "makes it primary", lab::electPrimary);
        add("add", "", "adds a member to the set", words -> out.println(lab.add(MemberOptions.electable())));
        onNode("remove", "takes it out of the configuration", lab::remove);
        add(
                "election",
                "MS",
                "time without a primary before an election",
                words -> lab.electionTime(Duration.ofMillis(words.number())));
        add("lag", "N MS", "how far it is behind", words -> words.node().replicationLag(words.millis()));
    }

    private void faults() {
        add("delay", "N MS", "its replies come later", words -> words.network().apply(LinkFault.delay(words.millis())));
        add(
                "trickle",
                "N BYTES",
                "its replies come at so many bytes per ms",
                words -> words.network().apply(LinkFault.trickle((int) words.number())));
        add(
                "cut",
                "N BYTES",
                "resets each connection after so many bytes",
                words -> words.network().apply(LinkFault.cutAfter(words.number())));
        onNode(
                "blackhole",
                "bytes vanish in both directions",
                node -> node.network().apply(LinkFault.blackHole()));
        onNode(
                "abandon",
                "its open connections fall silent for ever",
                node -> node.network().abandon(Scope.all()));
        onNode("reset", "resets its open connections", node -> node.network().reset(Scope.all()));
        onNode("refuse", "refuses connects", node -> node.network().refuse());
        onNode("backlog", "lets connects time out", node -> node.network().fillBacklog());
        onNode("restore", "ends all of these faults", node -> node.network().restore());
    }

    /** Reads lines until the input ends or says quit. */
    void run(BufferedReader in) throws IOException {
        help();
        String line = in.readLine();
        while (line != null && !line.trim().equals("quit")) {
            if (!line.isBlank()) {
                execute(line.trim());
            }
            line = in.readLine();
        }
    }

    private void execute(String line) {
        Words words = new Words(lab, List.of(line.split("\\s+")));
        Entry entry = commands.get(words.next());
        if (entry == null) {
            out.println("no such command: '" + line + "'; try help");
            return;
        }
        try {
            entry.action().run(words);
            words.end();
            out.println("ok");
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage() + "; usage: " + words.first() + " " + entry.usage());
        } catch (IllegalStateException | CommandFailure e) {
            out.println("failed: " + e.getMessage());
        }
    }

    private void status() {
        for (LabNode node : lab.nodes()) {
            out.println(node);
        }
    }

    private void help() {
        commands.forEach((name, entry) -> out.printf("  %-10s %-50s %s%n", name, entry.usage(), entry.help()));
        out.printf("  %-10s %-50s %s%n", "quit", "", "ends the lab");
    }

    private void rolling() {
        try {
            lab.rollingRestart();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(Words words) {
        LabNode node = words.isNumber() ? words.node() : lab.primary().orElseGet(() -> lab.node(0));
        String command = words.next();
        if (command.equals("off")) {
            node.clearFailPoint();
            return;
        }
        FailCommand.Builder fault = FailCommand.on(command);
        effect(fault, words);
        if (words.hasNext()) {
            mode(fault, words);
        }
        node.failCommand(fault.build());
    }

    private static void effect(FailCommand.Builder fault, Words words) {
        String effect = words.next();
        if (effect.equals("close")) {
            fault.closeConnection();
        } else if (effect.endsWith("ms")) {
            fault.block(Duration.ofMillis(Words.number(effect.substring(0, effect.length() - 2))));
        } else {
            fault.errorCode((int) Words.number(effect));
        }
    }

    private static void mode(FailCommand.Builder fault, Words words) {
        String mode = words.next();
        int count = (int) words.number();
        switch (mode) {
            case "times" -> fault.times(count);
            case "skip" -> fault.skip(count);
            default -> throw new IllegalArgumentException("'" + mode + "' is neither times nor skip");
        }
    }

    private interface OnNode {
        void run(LabNode node);
    }

    private void onNode(String name, String help, OnNode action) {
        add(name, "N", help, words -> action.run(words.node()));
    }

    private void add(String name, String usage, String help, Action action) {
        commands.put(name, new Entry(usage, help, action));
    }

    /** The words of a line, one after the other. */
    private static final class Words {
        private final Lab lab;
        private final List<String> words;
        private int at;

        Words(Lab lab, List<String> words) {
            this.lab = lab;
            this.words = words;
        }

        String first() {
            return words.get(0);
        }

        boolean hasNext() {
            return at < words.size();
        }

        String next() {
            if (!hasNext()) {
                throw new IllegalArgumentException("something is missing");
            }
            return words.get(at++);
        }

        boolean isNumber() {
            return hasNext() && words.get(at).chars().allMatch(Character::isDigit);
        }

        long number() {
            return number(next());
        }

        static long number(String text) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is no number", e);
            }
        }

        Duration millis() {
            return Duration.ofMillis(number());
        }

        LabNode node() {
            long id = number();
            return lab.nodes().stream()
                    .filter(node -> node.id() == id)
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no member " + id));
        }

        Network network() {
            return node().network();
        }

        void end() {
            if (hasNext()) {
                throw new IllegalArgumentException("'" + words.get(at) + "' is too much");
            }
        }
    }
}
