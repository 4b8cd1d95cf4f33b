package io.github.mooring.testkit.scripted;

import java.io.IOException;

/** One thing that a script does on its connection. */
@FunctionalInterface
interface Step {
    void run(Line line) throws IOException, InterruptedException;
}
