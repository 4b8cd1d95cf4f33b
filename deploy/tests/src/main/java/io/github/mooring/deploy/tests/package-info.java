/** Tests that run inside an application server, and what they need beside it. */
@NullMarked
package io.github.mooring.deploy.tests;

import org.jspecify.annotations.NullMarked;
