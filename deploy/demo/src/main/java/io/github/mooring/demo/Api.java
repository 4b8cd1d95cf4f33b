package io.github.mooring.demo;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything with a path that begins with {@code /api}. */
@ApplicationPath("/api")
public class Api extends Application {}
