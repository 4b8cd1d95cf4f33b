/**
 * A container in memory that can be made awkward: pools, work managers, timers and listeners as application servers
 * have them, and worse. It knows the Connectors API and nothing of the adapter under test.
 */
@NullMarked
package io.github.mooring.jca.container;

import org.jspecify.annotations.NullMarked;
