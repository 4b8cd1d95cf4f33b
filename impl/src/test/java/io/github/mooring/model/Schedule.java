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

    /** Which of several ways to go, each of which has its price. The first one is free. */
    int choose(int[] costs) {
        if (depth == choices.size()) {
            choices.add(new Choice(costs));
        }
        Choice choice = choices.get(depth++);
        if (choice.costs.length != costs.length) {
            throw new IllegalStateException("the scenario is not deterministic: at its choice " + depth + " it has "
                    + costs.length + " ways to go, and had " + choice.costs.length + " before");
        }
        spent += choice.costs[choice.taken];
        return choice.taken;
    }

    /** Prepares the next execution; false if there is none. */
    boolean next() {
        while (!choices.isEmpty()) {
            Choice last = choices.get(choices.size() - 1);
            spent -= last.costs[last.taken];
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
        private final int[] costs;
        private int taken;

        Choice(int[] costs) {
            this.costs = costs;
        }

        boolean advance(int left) {
            for (taken++; taken < costs.length; taken++) {
                if (costs[taken] <= left) {
                    return true;
                }
            }
            return false;
        }
    }
}
