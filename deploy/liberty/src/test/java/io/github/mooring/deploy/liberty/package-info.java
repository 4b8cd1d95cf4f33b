/** What the in-container tests need besides, when the server is Open Liberty. */
@NullMarked
package io.github.mooring.deploy.liberty;

import org.jspecify.annotations.NullMarked;
