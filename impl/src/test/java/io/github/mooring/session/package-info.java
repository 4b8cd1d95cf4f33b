/** Tests of what a session is set to. */
@NullMarked
package io.github.mooring.session;

import org.jspecify.annotations.NullMarked;
