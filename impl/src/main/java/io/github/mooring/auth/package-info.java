/**
 * Authentication: who asks, and mechanisms as functions from a challenge to a response.
 *
 * <p>No I/O: the connection layer carries the bytes. Secrets are never part of a text, and every failure is an
 * {@link io.github.mooring.auth.AuthException}.
 */
@NullMarked
package io.github.mooring.auth;

import org.jspecify.annotations.NullMarked;
