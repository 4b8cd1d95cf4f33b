/**
 * Parts that an application or an administrator supplies for authentication: where tokens and keys come from that only the
 * environment knows.
 */
@NullMarked
package io.github.mooring.api.auth;

import org.jspecify.annotations.NullMarked;
