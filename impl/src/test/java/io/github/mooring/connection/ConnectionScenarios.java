package io.github.mooring.connection;

import io.github.mooring.api.MongoException;
import io.github.mooring.api.MongoInterruptedException;
import io.github.mooring.api.MongoOperationTimeoutException;
import io.github.mooring.api.MongoProtocolException;
import io.github.mooring.api.MongoSocketException;
import io.github.mooring.model.Model;
import io.github.mooring.model.Scenario;
import io.github.mooring.time.Clock;
import io.github.mooring.time.Deadline;
import java.time.Duration;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/** What {@link ConnectionModelTest} runs through all interleavings. */
final class ConnectionScenarios {
    private ConnectionScenarios() {}

    /** One connection; at the end nothing may be under way on it. */
    abstract static class OneConnection implements Scenario {
        /** What makes a request so large that nobody takes it along, and its owner has to be handed the pen. */
        private static final BsonString PADDING = new BsonString("x".repeat(Outbox.COPIED_BYTES));

        final ModelTransport transport;
        final MessageChannel channel;
        private int outcomes;
        private boolean large;

        OneConnection(boolean answersAtOnce) {
            this(answersAtOnce, Manners.USUAL);
        }

        OneConnection(boolean answersAtOnce, Manners manners) {
            transport = new ModelTransport(answersAtOnce);
            channel = new MessageChannel(transport, 1, new Recycler(), Clock.system(), manners);
        }

        private ConnectionDescription limits() {
            return ConnectionDescription.beforeHello(transport.peer());
        }

        /** Asks with a number, and wants it back. */
        final void call(int number, Deadline deadline) {
            int said;
            try {
                said = channel.call(
                        request(number),
                        limits(),
                        deadline,
                        (body, server) -> new RawBsonDocument(body.toByteArray())
                                .getInt32("said")
                                .getValue());
            } finally {
                outcomes++;
            }
            if (said != number) {
                throw new AssertionError(number + " got the reply to " + said);
            }
        }

        final void call(int number) {
            call(number, Deadline.never());
        }

        final void callImpatiently(int number) {
            try {
                call(number, Deadline.after(Clock.system(), Duration.ofMillis(5)));
            } catch (MongoOperationTimeoutException e) {
                // the way out that the scenario is about
            } catch (MongoInterruptedException e) {
                if (!Thread.interrupted()) {
                    throw new AssertionError("the interrupt was forgotten", e);
                }
            }
        }

        /** The connection may die: then it says so, and how. */
        final void callWhileItLives(int number) {
            try {
                call(number);
            } catch (MongoSocketException | MongoProtocolException e) {
                requireDead(e);
            }
        }

        private void requireDead(MongoException e) {
            if (channel.isOpen()) {
                throw new AssertionError("failed on a connection that lives", e);
            }
        }

        final void send(int number) {
            channel.send(request(number), limits(), Deadline.never());
            outcomes++;
        }

        final void makeRequestsLarge() {
            large = true;
        }

        private Request request(int number) {
            BsonDocument command = new BsonDocument("ping", new BsonInt32(number));
            return new BsonCommand("admin", large ? command.append("padding", PADDING) : command);
        }

        final void requireOutcomes(int count) {
            if (outcomes != count) {
                throw new AssertionError(count + " calls have " + outcomes + " outcomes");
            }
            if (channel.isOpen() && channel.isCaughtUp() && channel.inFlight() > 0) {
                throw new AssertionError("still under way: " + channel.calls());
            }
        }

        final void requireAlive() {
            if (!channel.isOpen()) {
                throw new AssertionError("the connection has died");
            }
        }
    }

    static final class ThreeCalls extends OneConnection {
        ThreeCalls() {
            super(true);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> call(1), () -> call(2), () -> call(3));
        }

        @Override
        public void afterwards() {
            requireOutcomes(3);
            requireAlive();
        }
    }

    /** As virtual threads are: who finds others there lets them go first. */
    static final class Courteous extends OneConnection {
        private Thread second = Thread.currentThread();
        private boolean begun;

        Courteous() {
            super(true, new Manners(() -> true, Integer.MAX_VALUE));
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::callAndInterrupt, this::callInterrupted, () -> call(3));
        }

        private void callAndInterrupt() {
            call(1);
            if (begun) {
                second.interrupt();
            }
        }

        private void callInterrupted() {
            second = Thread.currentThread();
            begun = true;
            callImpatiently(2);
        }

        @Override
        public void afterwards() {
            requireOutcomes(3);
            requireAlive();
        }
    }

    /** Whoever has read a reply keeps the pen for a while. */
    static final class Mail extends OneConnection {
        Mail() {
            super(true, new Manners(() -> false, 1));
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> call(1), () -> call(2), () -> call(3));
        }

        @Override
        public void afterwards() {
            requireOutcomes(3);
            requireAlive();
        }
    }

    /** The same on a connection that ends. */
    static final class MailAndDeath extends OneConnection {
        MailAndDeath() {
            super(true, new Manners(() -> false, 1));
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> callWhileItLives(1), () -> callWhileItLives(2), transport::end);
        }

        @Override
        public void afterwards() {
            requireOutcomes(2);
        }
    }

    static final class SlowServer extends OneConnection {
        SlowServer() {
            super(false);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> call(1), () -> call(2), this::serve);
        }

        private void serve() {
            transport.answerNext();
            transport.answerNext();
        }

        @Override
        public void afterwards() {
            requireOutcomes(2);
            requireAlive();
        }
    }

    /** One caller has little time; the other wants its reply whatever becomes of the first. */
    static final class OneIsImpatient extends OneConnection {
        private int ended;

        OneIsImpatient() {
            super(false);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::first, this::second, this::serve);
        }

        private void first() {
            callImpatiently(1);
            hangUpAfterBoth();
        }

        private void second() {
            call(2);
            hangUpAfterBoth();
        }

        /** Then the server has nothing to wait for any more. */
        private void hangUpAfterBoth() {
            if (++ended == 2) {
                requireAlive();
                channel.close();
            }
        }

        private void serve() {
            transport.answerNext();
            transport.answerNext();
        }

        @Override
        public void afterwards() {
            requireOutcomes(2);
        }
    }

    static final class Interrupted extends OneConnection {
        private Thread first = Thread.currentThread();
        private boolean begun;

        Interrupted() {
            super(true);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::callInterrupted, () -> call(2), this::interrupt);
        }

        private void callInterrupted() {
            first = Thread.currentThread();
            begun = true;
            callImpatiently(1);
        }

        private void interrupt() {
            if (begun) {
                first.interrupt();
            }
        }

        @Override
        public void afterwards() {
            requireOutcomes(2);
            requireAlive();
        }
    }

    /** Whoever writes cannot take the others along; one of those who are handed the pen is interrupted. */
    static final class LargeRequests extends OneConnection {
        private Thread first = Thread.currentThread();
        private boolean begun;

        LargeRequests() {
            super(true);
            makeRequestsLarge();
        }

        @Override
        public List<Runnable> threads() {
            return List.of(this::callInterrupted, this::callAndInterrupt, () -> call(3));
        }

        private void callInterrupted() {
            first = Thread.currentThread();
            begun = true;
            callImpatiently(1);
        }

        private void callAndInterrupt() {
            call(2);
            if (begun) {
                first.interrupt();
            }
        }

        @Override
        public void afterwards() {
            requireOutcomes(3);
            requireAlive();
        }
    }

    /** The connection ends at any moment, from either side. */
    static final class Dies extends OneConnection {
        Dies() {
            super(true);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> callWhileItLives(1), () -> callWhileItLives(2), this::die);
        }

        private void die() {
            if (Model.choose(2) == 0) {
                channel.abort("a test");
            } else {
                transport.end();
            }
        }

        @Override
        public void afterwards() {
            requireOutcomes(2);
        }
    }

    static final class WithoutAnswer extends OneConnection {
        WithoutAnswer() {
            super(true);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> call(1), this::sendAndCall);
        }

        private void sendAndCall() {
            send(2);
            call(3);
        }

        @Override
        public void afterwards() {
            requireOutcomes(3);
            requireAlive();
        }
    }

    /** Somebody looks whether the peer is there while calls come and go. */
    static final class LookedAt extends OneConnection {
        LookedAt() {
            super(true);
        }

        @Override
        public List<Runnable> threads() {
            return List.of(() -> call(1), this::look);
        }

        private void look() {
            if (!channel.isAlive()) {
                throw new AssertionError("the peer has not gone");
            }
        }

        @Override
        public void afterwards() {
            requireOutcomes(1);
            requireAlive();
        }
    }
}
