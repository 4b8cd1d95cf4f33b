package io.github.mooring.demo;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code GET} lists the latest notes, {@code POST {"text": "..."}} adds one. */
@Path("/notes")
@Produces(Json8.TYPE)
public class NotesResource {
    /** How many notes the page shows. */
    private static final int SHOWN = 100;

    @Inject
    private Notes notes;

    /** The latest notes, the newest first. */
    @GET
    public String list() {
        JsonArrayBuilder list = Json.createArrayBuilder();
        notes.latest(SHOWN).forEach(note -> list.add(toJson(note)));
        return Json.createObjectBuilder().add("notes", list).build().toString();
    }

    /** Adds a note and returns it. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response add(InputStream body) {
        Note note = notes.add(NoteText.readFrom(body));
        return Response.status(Response.Status.CREATED)
                .entity(toJson(note).toString())
                .build();
    }

    private static JsonObject toJson(Note note) {
        return Json.createObjectBuilder()
                .add("id", note.id().toHexString())
                .add("text", note.text())
                .add("createdAt", note.createdAt().toString())
                .build();
    }
}
