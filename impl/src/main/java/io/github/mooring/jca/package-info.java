/**
 * The resource adapter: what the container configures, starts, asks for connections and stops. It translates the
 * container's calls into calls of the client layer, and errors back; it holds no protocol logic. Begin at
 * {@code MongoResourceAdapter} and {@code MongoManagedConnectionFactory}.
 */
@NullMarked
package io.github.mooring.jca;

import org.jspecify.annotations.NullMarked;
