/** Data engines: a command document in, a reply document out; no sockets, no users. */
@NullMarked
package io.github.mooring.testkit.engine;

import org.jspecify.annotations.NullMarked;
