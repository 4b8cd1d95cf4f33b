/**
 * A container in memory for resource adapters of Jakarta Connectors: pools of managed connections, works, timers,
 * transactions and message endpoints, as application servers have them, and worse. It knows the Connectors and the
 * Transactions API and no adapter; {@link io.github.mooring.testkit.container.FakeContainer} is where to begin.
 */
@NullMarked
package io.github.mooring.testkit.container;

import org.jspecify.annotations.NullMarked;
