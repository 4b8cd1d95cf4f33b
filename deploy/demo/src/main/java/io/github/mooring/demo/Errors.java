package io.github.mooring.demo;

import io.github.mooring.api.MongoException;
import jakarta.ejb.EJBException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Every failure as JSON with a text to read: 400 what the client sent, 503 what MongoDB or the way to it did. */
@Provider
public class Errors implements ExceptionMapper<Exception> {
    private static final System.Logger LOG = System.getLogger(Errors.class.getName());

    @Override
    public Response toResponse(Exception thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof NoteText.BadRequest bad) {
            return answer(400, String.valueOf(bad.getMessage()));
        }
        if (cause instanceof WebApplicationException web) {
            String reason = web.getResponse().getStatusInfo().getReasonPhrase();
            return Response.fromResponse(web.getResponse())
                    .type(Json8.TYPE)
                    .entity(Json8.error("The server cannot take this request: " + reason + "."))
                    .build();
        }
        if (cause instanceof MongoException mongo) {
            LOG.log(System.Logger.Level.WARNING, "MongoDB did not do what was asked", mongo);
            return answer(503, "MongoDB did not do it: " + mongo.getMessage());
        }
        LOG.log(System.Logger.Level.ERROR, "unexpected", thrown);
        return answer(500, "Something went wrong; the server's log says what.");
    }

    private static Response answer(int status, String message) {
        return Response.status(status)
                .type(Json8.TYPE)
                .entity(Json8.error(message))
                .build();
    }

    /** An EJB wraps what it does not expect. */
    private static @Nullable Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof EJBException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
