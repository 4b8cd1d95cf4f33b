package io.github.mooring.testkit.dns;

/** How a name server can go wrong; the effect lasts until it is told to behave. */
public enum DnsFault {
    /** Takes questions and says nothing, by UDP and by TCP. */
    SILENCE,
    /** Answers by UDP that the answer is too long; TCP works. */
    TRUNCATED,
    /** Answers by UDP that the answer is too long, and closes TCP connections in the middle of it. */
    CUT_OFF,
    /** Answers with another id than the question's. */
    WRONG_ID,
    /** Answers with another question than it was asked. */
    WRONG_QUESTION,
    /** Answers with the right id and a question that goes on beyond the end of the message. */
    GARBAGE,
    /** Sends what {@link #WRONG_ID}, {@link #WRONG_QUESTION} and {@link #GARBAGE} would, by UDP, and then the answer. */
    NOISE_FIRST,
    /** Answers that it could not find out. */
    SERVER_FAILURE,
    /** Answers that it does not serve this client. */
    REFUSED
}
