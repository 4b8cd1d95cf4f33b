/** Client sockets that fail where a test wants them to. */
@NullMarked
package io.github.mooring.testkit.net;

import org.jspecify.annotations.NullMarked;
