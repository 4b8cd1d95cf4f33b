package io.github.mooring.bench.load;

import io.github.mooring.bench.canned.PeerCount;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What came out of a contest; immutable.
 *
 * @param point  what was measured
 * @param rounds of each contestant, in their order
 * @param peers  the connections of each contestant
 */
public record Result(Point point, Map<String, List<Round>> rounds, Map<String, PeerCount> peers) {
    /** The rounds of one. */
    public List<Round> of(String contestant) {
        List<Round> own = rounds.get(contestant);
        if (own == null) {
            throw new IllegalArgumentException(contestant + " did not take part, but " + rounds.keySet() + " did");
        }
        return own;
    }

    /** One quantity of one contestant. */
    public Sample sample(String contestant, ToDoubleFunction<Round> quantity) {
        return Sample.of(of(contestant), quantity);
    }

    /** One quantity of one contestant, divided by another's, round by round. */
    public Sample ratio(String contestant, String other, ToDoubleFunction<Round> quantity) {
        return Sample.ratios(of(contestant), of(other), quantity);
    }

    /** The processors that other programs used, at the median. */
    public double otherCores(String contestant) {
        return sample(contestant, Round::otherCores).median();
    }
}
