package io.github.mooring.bench.failover;

import io.github.mooring.bench.fork.Parent;
import io.github.mooring.testkit.lab.Lab;
import io.github.mooring.testkit.lab.LabNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A replica set of three in a JVM of its own, which changes its primary when it is told to. It says its connection string,
 * then reads orders line by line and answers each; it ends with its input.
 */
public final class LabServer {
    /** The primary steps down; answers {@link #DONE}. */
    static final String STEP_DOWN = "step-down";
    /** The primary is gone, in the middle of whatever it does; answers {@link #DONE}. */
    static final String CRASH = "crash";
    /** The next member becomes primary; answers the {@link System#nanoTime} of that moment. */
    static final String ELECT = "elect";
    /** A member that has crashed is started again; answers {@link #DONE}. */
    static final String RECOVER = "recover";
    /** Garbage is collected; answers {@link #DONE}. */
    static final String COLLECT = "collect";

    static final String DONE = "done";

    private static final int MEMBERS = 3;

    private final Lab lab;
    private int primary;
    private @Nullable LabNode crashed;

    private LabServer(Lab lab) {
        this.lab = lab;
    }

    /** Argument: the newest protocol that the members speak, below 9 for servers that know no topology version. */
    public static void main(String[] args) throws IOException {
        Parent.endWithIt();
        Lab.Builder builder =
                Lab.builder().members(MEMBERS).manualElections().wireVersions(0, Integer.parseInt(args[0]));
        try (Lab lab = builder.start();
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lab.electPrimary(lab.node(0));
            say(lab.uri());
            LabServer server = new LabServer(lab);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                say(server.carryOut(order));
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private String carryOut(String order) {
        return switch (order) {
            case STEP_DOWN -> {
                lab.stepDown(Duration.ofMinutes(1));
                yield DONE;
            }
            case CRASH -> crash();
            case ELECT -> elect();
            case RECOVER -> recover();
            case COLLECT -> {
                System.gc();
                yield DONE;
            }
            default -> throw new IllegalArgumentException("unknown order '" + order + "'");
        };
    }

    private String crash() {
        LabNode victim = lab.node(primary);
        victim.kill();
        crashed = victim;
        return DONE;
    }

    private String elect() {
        primary = (primary + 1) % MEMBERS;
        long now = System.nanoTime(); // before, so that what the lab takes for it counts as well
        lab.electPrimary(lab.node(primary));
        return Long.toString(now);
    }

    private String recover() {
        if (crashed != null) {
            crashed.start();
            crashed = null;
        }
        return DONE;
    }
}
