/**
 * What an application compiles against: a factory of sessions, databases, collections and cursors, the options and
 * results of their operations, and the exceptions that they throw.
 *
 * <p>Start with {@link io.github.mooring.api.MongoSessionFactory}. Every argument and result is non-null unless it is
 * marked {@code @Nullable}; a null where none is allowed is a {@link NullPointerException} that names the argument.
 */
@NullMarked
package io.github.mooring.api;

import org.jspecify.annotations.NullMarked;
