/** The embedded server: sockets, framing, authentication and fail points around a data engine. */
@NullMarked
package io.github.mooring.testkit.server;

import org.jspecify.annotations.NullMarked;
