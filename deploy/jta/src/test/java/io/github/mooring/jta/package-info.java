/**
 * The adapter on the very pools, connection managers, work manager and transaction manager that WildFly has: IronJacamar
 * and Narayana, put together by hand in the test's own JVM.
 */
@NullMarked
package io.github.mooring.jta;

import org.jspecify.annotations.NullMarked;
