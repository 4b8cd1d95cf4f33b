package io.github.mooring.demo;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** {@code GET} shows the adapter's numbers. */
@Path("/status")
@Produces(Json8.TYPE)
public class StatusResource {
    @Inject
    private AdapterStatus status;

    /** The numbers of this moment. */
    @GET
    public String status() {
        return status.read().toString();
    }
}
