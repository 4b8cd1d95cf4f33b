/** Where the servers behind a {@code mongodb+srv://} name are looked up, for applications that have a way of their own. */
@NullMarked
package io.github.mooring.api.dns;

import org.jspecify.annotations.NullMarked;
