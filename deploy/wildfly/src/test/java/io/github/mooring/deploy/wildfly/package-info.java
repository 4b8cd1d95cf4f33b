/** What the in-container tests need besides, when the server is WildFly. */
@NullMarked
package io.github.mooring.deploy.wildfly;

import org.jspecify.annotations.NullMarked;
