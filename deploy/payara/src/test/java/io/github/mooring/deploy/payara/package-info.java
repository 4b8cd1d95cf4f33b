/** What the in-container tests need besides, when the server is Payara. */
@NullMarked
package io.github.mooring.deploy.payara;

import org.jspecify.annotations.NullMarked;
