/** What must hold for the archive that users deploy. */
@NullMarked
package io.github.mooring.rar;

import org.jspecify.annotations.NullMarked;
