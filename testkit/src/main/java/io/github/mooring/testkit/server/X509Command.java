package io.github.mooring.testkit.server;

import de.bwaldvogel.mongo.bson.Document;
import io.github.mooring.testkit.engine.CommandFailure;

/** The command authenticate, which has one mechanism left: the certificate of the TLS session says who the user is. */
final class X509Command {
    static final String MECHANISM = "MONGODB-X509";

    private static final int BAD_VALUE = 2;
    private static final int USER_NOT_FOUND = 11;
    private static final int PROTOCOL_ERROR = 17;
    private static final int AUTHENTICATION_FAILED = 18;

    private final Users users;

    X509Command(Users users) {
        this.users = users;
    }

    Document run(Document body, String database, Session session) {
        if (!MECHANISM.equals(body.get("mechanism"))) {
            throw new CommandFailure(BAD_VALUE, "Unsupported mechanism: " + body.get("mechanism"));
        }
        if (!users.isEnabled(MECHANISM)) {
            throw new CommandFailure(BAD_VALUE, "x.509 authentication is disabled.");
        }
        if (!database.equals(User.EXTERNAL)) {
            throw new CommandFailure(PROTOCOL_ERROR, "X.509 authentication must always use the $external database.");
        }
        User user = user(subject(body, session));
        session.user(user);
        return new Document("dbname", database).append("user", user.name).append("ok", 1.0);
    }

    private static String subject(Document body, Session session) {
        String subject = session.clientCertificateSubject();
        if (subject == null) {
            throw new CommandFailure(AUTHENTICATION_FAILED, "No verified subject name available from client");
        }
        Object claimed = body.get("user");
        if (claimed != null && !subject.equals(claimed)) {
            throw new CommandFailure(AUTHENTICATION_FAILED, "There is no x.509 client certificate matching the user.");
        }
        return subject;
    }

    private User user(String subject) {
        User user = users.find(User.EXTERNAL, subject);
        if (user == null) {
            throw new CommandFailure(
                    USER_NOT_FOUND, "Could not find user \"" + subject + "\" for db \"" + User.EXTERNAL + "\"");
        }
        return user;
    }
}
