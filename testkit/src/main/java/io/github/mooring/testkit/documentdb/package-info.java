/** A data engine that is a real database: PostgreSQL with the DocumentDB extension. */
@NullMarked
package io.github.mooring.testkit.documentdb;

import org.jspecify.annotations.NullMarked;
