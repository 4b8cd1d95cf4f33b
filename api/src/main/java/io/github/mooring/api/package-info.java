/** What an application compiles against. */
@NullMarked
package io.github.mooring.api;

import org.jspecify.annotations.NullMarked;
