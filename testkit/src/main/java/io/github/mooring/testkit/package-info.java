/** Fakes and servers for tests. */
@NullMarked
package io.github.mooring.testkit;

import org.jspecify.annotations.NullMarked;
