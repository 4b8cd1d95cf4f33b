package io.github.mooring.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The choices of one execution after the other, so that in the end every one was made that costs no more than allowed:
 * a depth-first search, where each execution repeats the beginning of the one before and goes another way at its last
 * choice that has one left.
 */
final class Schedule {
    private final int allowance;
    private final List<Choice> choices = new ArrayList<>();
    private int depth;
    private int spent;

    Schedule(int allowance) {
        this.allowance = allowance;
    }

    /**
     * Which of several ways to go.
     *
     * @param free so many of them, the first ones, are free; each of the others costs one
     */
    int choose(int ways, int free) {
        if (depth == choices.size()) {
            choices.add(new Choice(ways, free));
        }
        Choice choice = choices.get(depth++);
        if (choice.ways != ways) {
            throw new IllegalStateException("the scenario is not deterministic: at its choice " + depth + " it has "
                    + ways + " ways to go, and had " + choice.ways + " before");
        }
        spent += choice.cost();
        return choice.taken;
    }

    /** Prepares the next execution; false if there is none. */
    boolean next() {
        while (!choices.isEmpty()) {
            Choice last = choices.get(choices.size() - 1);
            spent -= last.cost();
            if (last.advance(allowance - spent)) {
                depth = 0;
                spent = 0;
                return true;
            }
            choices.remove(choices.size() - 1);
        }
        return false;
    }

    private static final class Choice {
        private final int ways;
        private final int free;
        private int taken;

        Choice(int ways, int free) {
            this.ways = ways;
            this.free = free;
        }

        int cost() {
            return taken < free || taken == 0 ? 0 : 1;
        }

        boolean advance(int left) {
            taken++;
            return taken < ways && cost() <= left;
        }
    }
}
