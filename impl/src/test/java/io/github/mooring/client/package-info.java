/** Tests of the client library as its users see it. */
@NullMarked
package io.github.mooring.client;

import org.jspecify.annotations.NullMarked;
