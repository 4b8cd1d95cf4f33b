/** Which servers there are and how they fare. For now there is one server, and a monitor that keeps an eye on it. */
@NullMarked
package io.github.mooring.topology;

import org.jspecify.annotations.NullMarked;
