/** What a session is set to and what that means for its commands: modes, concerns, limits. */
@NullMarked
package io.github.mooring.session;

import org.jspecify.annotations.NullMarked;
