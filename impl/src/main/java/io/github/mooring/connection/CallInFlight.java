package io.github.mooring.connection;

import java.time.Duration;

/**
 * One call that is under way on a connection, for dumps and messages; a picture of one moment.
 *
 * @param thread    name of the thread that waits for it; empty if nobody does any more
 * @param command   what it asks for
 * @param age       how old its deadline is; zero if it has none
 * @param sent      whether its bytes were handed to the socket, or may have been in part
 * @param abandoned whether its caller has given up; the server still owes a reply, which will be dropped
 */
public record CallInFlight(String thread, String command, Duration age, boolean sent, boolean abandoned) {}
