/** Elections under load: how long writers wait for the new primary, what they see of it, and whether their writes last. */
@NullMarked
package io.github.mooring.bench.failover;

import org.jspecify.annotations.NullMarked;
