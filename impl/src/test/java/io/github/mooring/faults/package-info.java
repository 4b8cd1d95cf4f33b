/**
 * What happens to an application when a deployment breaks under load: one test class for each kind of trouble. Each ends with the
 * {@link io.github.mooring.faults.Census}.
 */
@NullMarked
package io.github.mooring.faults;

import org.jspecify.annotations.NullMarked;
