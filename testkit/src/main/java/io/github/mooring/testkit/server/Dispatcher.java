package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;
import io.github.mooring.testkit.engine.Engine;
import io.github.mooring.testkit.engine.EngineCall;
import java.util.Set;

/** Takes a command to whoever carries it out, after the checks that come before any command. Thread-safe. */
final class Dispatcher {
    /** Commands that a server answers before anyone has authenticated. */
    private static final Set<String> OPEN = Set.of(
            "hello",
            "saslStart",
            "saslContinue",
            "authenticate",
            "ping",
            "buildInfo",
            "connectionStatus",
            "logout",
            "endSessions",
            "configureFailPoint");

    private static final Set<String> FRONT =
            Set.of("hello", "saslStart", "saslContinue", "authenticate", "configureFailPoint");

    private final ServerOptions options;
    private final Face face;
    private final Engine engine;
    private final Users users;
    private final FailPoints failPoints;
    private final SaslCommands sasl;
    private final X509Command x509;
    private final Hello hello;

    Dispatcher(ServerOptions options, Face face, Engine engine, Users users, FailPoints failPoints) {
        this.options = options;
        this.face = face;
        this.engine = engine;
        this.users = users;
        this.failPoints = failPoints;
        this.sasl = new SaslCommands(users);
        this.x509 = new X509Command(users);
        this.hello = new Hello(options, face, users, sasl, x509);
    }

    Document dispatch(Command command, Session session) {
        String name = command.name();
        if (command.legacy() && !name.equals("hello")) {
            throw new CommandFailure(
                    352,
                    "Unsupported OP_QUERY command: " + command.given() + ". The client driver may require an upgrade.");
        }
        if (!FRONT.contains(name) && !Diagnostics.supports(name) && !engine.supports(name)) {
            throw new CommandFailure(59, "no such command: '" + command.given() + "'");
        }
        if (!(command.body().get("$db") instanceof String)) {
            throw new CommandFailure(40571, "OP_MSG requests require a $db argument");
        }
        if (options.authenticationRequired()) {
            authorize(command, session);
        }
        GenericArguments.check(command);
        face.checkOptions(command.body());
        return run(command, session);
    }

    private Document run(Command command, Session session) {
        return switch (command.name()) {
            case "hello" -> hello.reply(command, session);
            case "saslStart" -> sasl.start(command.body(), command.database(), session);
            case "saslContinue" -> sasl.proceed(command.body(), session);
            case "authenticate" -> x509.run(command.body(), command.database(), session);
            case "configureFailPoint" -> configureFailPoint(command);
            default ->
                engine.supports(command.name())
                        ? engine.execute(new EngineCall(command.name(), command.database(), command.body()))
                        : Diagnostics.run(command, session);
        };
    }

    private Document configureFailPoint(Command command) {
        if (!command.database().equals("admin")) {
            throw new CommandFailure(13, "configureFailPoint may only be run against the admin database.");
        }
        return failPoints.configure(command.body());
    }

    private void authorize(Command command, Session session) {
        if (OPEN.contains(command.name())) {
            return;
        }
        User user = session.user();
        if (user != null && users.isDropped(user)) {
            session.user(null); // for good: a user of the same name that is created later is another one
            user = null;
        }
        if (user == null) {
            throw new CommandFailure(13, "Command " + command.given() + " requires authentication");
        }
        Action action = Action.of(command.name(), command.body());
        if (action != Action.NONE && !user.may(action, command.database())) {
            throw new CommandFailure(
                    13,
                    "not authorized on " + command.database() + " to execute command { " + command.given() + ": "
                            + describe(command) + " }");
        }
    }

    private static String describe(Command command) {
        Object argument = command.body().get(command.given());
        return argument instanceof String text ? '"' + text + "\", ..." : argument + ", ...";
    }
}
