/**
 * What whoever operates the adapter gets to see of it: MXBeans. It looks at what the client lets it see
 * ({@link io.github.mooring.client.Insight}), and changes nothing.
 */
@NullMarked
package io.github.mooring.management;

import org.jspecify.annotations.NullMarked;
